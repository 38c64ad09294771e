-- Free the lease; after so long anybody may find what is left. Whoever took it meanwhile keeps it.
redis.call('ZREM', due, '') -- as in outbox.lua
local holder = redis.call('GET', lease)
if holder and holder ~= name then
  return {}
end
redis.call('DEL', lease)
if not nothing_left() then
  redis.call('ZADD', due, now + milliseconds, member)
  redis.call('EXPIRE', due, session_seconds)
end
return {}
