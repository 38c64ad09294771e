-- Shared by commit.lua and outbox.lua: it is put in front of them.

-- Take the lease when it is free; when it is ours already, renew it only if `renew`.
local function hold(lease, name, milliseconds, renew)
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

-- Return the whole outbox to the one who may send it, and nothing to anybody else.
-- Nobody keeps a lease over an empty outbox, or the next reply would wait for it to lapse.
local function to_send(outbox, lease, name, milliseconds, renew)
  if redis.call('EXISTS', outbox) == 0 then
    if redis.call('GET', lease) == name then
      redis.call('DEL', lease)
    end
    return {}
  end
  if hold(lease, name, milliseconds, renew) then
    return redis.call('LRANGE', outbox, 0, -1)
  end
  return {}
end
