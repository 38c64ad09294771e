-- Return what is kept under a key, or nothing, and delete it.
local kept = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return {kept or ''}
