-- Shared by all that touch an outbox: it is put in front of them.
local session, seen, outbox, lease = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local shown, aside, due = KEYS[5], KEYS[6], KEYS[7]
local name, milliseconds, session_seconds = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local member = string.match(session, '[^:]+$')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Take the lease when it is free; when it is ours already, renew it only if `renew`.
local function hold(renew)
  if name == '' then
    return false
  end
  if redis.call('SET', lease, name, 'PX', milliseconds, 'NX') then
    return true
  end
  if renew and redis.call('GET', lease) == name then
    redis.call('PEXPIRE', lease, milliseconds)
    return true
  end
  return false
end

-- Nobody keeps a lease over an empty outbox, or the next part would wait for it to lapse.
local function nothing_left()
  if redis.call('EXISTS', outbox) == 1 then
    return false
  end
  redis.call('ZREM', due, member)
  if redis.call('GET', lease) == name then
    redis.call('DEL', lease)
  end
  return true
end

-- Put the whole outbox behind the answer for the one who may send it, and nothing for anybody else;
-- say whether another may. The shard's index notes from when on the outbox is anybody's.
local function add_outbox(answer, renew)
  if nothing_left() then
    return false
  end
  local held = hold(renew)
  if held then
    redis.call('ZADD', due, now + milliseconds, member)
    for _, entry in ipairs(redis.call('LRANGE', outbox, 0, -1)) do
      answer[#answer + 1] = entry
    end
  else
    redis.call('ZADD', due, 'NX', now + math.max(0, redis.call('PTTL', lease)), member)
  end
  redis.call('EXPIRE', due, session_seconds)
  return not held
end
