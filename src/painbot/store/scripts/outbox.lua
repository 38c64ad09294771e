-- Remove the parts that were sent, if any, note where the last question is, and answer
-- {shown, outbox entry...} with what the holder of the lease sends next.
local place, id_length = ARGV[4], tonumber(ARGV[5])

-- Removes nothing, but is a write: a replica refuses it rather than answer from its copy. What only
-- makes room comes first, or a full server would not let us note what was sent.
redis.call('ZREM', due, '')

local gone = {}
for i = 6, #ARGV do
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

-- Where the question is goes with its session, and only the one who sends knows it.
if place ~= '' then
  local holder, left = redis.call('GET', lease), redis.call('PTTL', session)
  if left > 0 and (not holder or holder == name) then
    redis.call('SET', shown, place, 'PX', left)
  end
end

local answer = {redis.call('GET', shown) or ''}
if add_outbox(answer, true) then
  return {''}
end
return answer
