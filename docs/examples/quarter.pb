META
key;value
description;A quarter with 100 to spend
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;name;cost
benches;Benches;60
trees;Trees;50
fountain;Fountain;40
VOTES
voter_id;vote;zone
1;benches,trees;North
2;benches;North
3;trees,fountain;South
4;fountain;South
5;benches,fountain;North
