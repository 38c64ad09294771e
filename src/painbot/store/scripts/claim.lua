-- Take or renew what only one may have. Answers 1 if it is ours now.
local holder, milliseconds = ARGV[1], ARGV[2]
if redis.call('SET', KEYS[1], holder, 'PX', milliseconds, 'NX') then
  return 1
end
if redis.call('GET', KEYS[1]) == holder then
  redis.call('PEXPIRE', KEYS[1], milliseconds)
  return 1
end
return 0
