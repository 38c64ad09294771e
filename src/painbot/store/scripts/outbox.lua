-- Remove the replies that were sent, if any, and answer with what the holder of the lease sends next.
local outbox, lease = KEYS[1], KEYS[2]
local name, milliseconds, id_length = ARGV[1], ARGV[2], tonumber(ARGV[3])

local gone = {}
for i = 4, #ARGV do
  gone[ARGV[i]] = true
end

-- What was sent was sent, even by one whose lease had lapsed: leaving it would send it twice.
if next(gone) then
  for _, entry in ipairs(redis.call('LRANGE', outbox, 0, -1)) do
    if gone[string.sub(entry, 1, id_length)] then
      redis.call('LREM', outbox, 1, entry)
    end
  end
end

return to_send(outbox, lease, name, milliseconds, true)
