-- Move a session that could not be read, unless somebody has written a good one meanwhile.
local session, aside = KEYS[1], KEYS[2]
local revision, id, seconds = ARGV[1], ARGV[2], ARGV[3]

local value = redis.call('GET', session)
if value and string.sub(value, 1, #revision) == revision then
  redis.call('HSET', aside, id, value)
  redis.call('EXPIRE', aside, seconds)
  redis.call('DEL', session)
end
return 'done'
