META
key;value
description;Prova
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
1;60;3;"Panchine; nuove
in ""piazza""";1
2;50;2;Alberi;0
3;40;1;Fontana;1
VOTES
voter_id;vote;age
a;1,2;30
"b";"1";
c;2,1,3;71
d;;18
