META
key;value
