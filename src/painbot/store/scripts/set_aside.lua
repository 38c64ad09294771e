-- Move a session that could not be read, unless somebody has written a good one meanwhile.
local revision, id, seconds = ARGV[4], ARGV[5], ARGV[6]

local value = redis.call('GET', session)
if value and string.sub(value, 1, #revision) == revision then
  redis.call('HSET', aside, id, value)
  redis.call('EXPIRE', aside, seconds)
  redis.call('DEL', session, shown)
end
return {}
