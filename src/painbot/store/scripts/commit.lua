-- Write one turn, whole or not at all. Answers {verdict, outbox entry...}.
local session, seen, outbox, lease = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local read, writes, event = ARGV[1], ARGV[2], ARGV[3]
local keep, value = ARGV[4] == '1', ARGV[5]
local name, milliseconds = ARGV[6], ARGV[7]
local session_seconds, seen_seconds = ARGV[8], tonumber(ARGV[9])
local FIRST_REPLY = 10

-- What a seen id remembers: the start of the revision its commit wrote, by which the commit knows
-- itself again, and when. A window is most of what a conversation costs, so no more than that.
local MARK = 8
local mark = string.sub(writes, 1, MARK)

local function answer(verdict, renew)
  local entries = to_send(outbox, lease, name, milliseconds, renew)
  table.insert(entries, 1, verdict)
  return entries
end

-- Drop the ids that had their time. The window is small; a flooded one is only swept now and then.
local function sweep(now)
  local count = redis.call('HLEN', seen)
  if count > 32 and count % 32 ~= 0 then
    return
  end
  local fields = redis.call('HGETALL', seen)
  for i = 1, #fields, 2 do
    local since = struct.unpack('>I4', fields[i + 1], MARK + 1)
    if now - since >= seen_seconds then
      redis.call('HDEL', seen, fields[i])
    end
  end
end

local before = redis.call('HGET', seen, event)
if before then
  if string.sub(before, 1, MARK) == mark then
    return answer('repeated', true)
  end
  return {'seen'}
end

if redis.call('GETRANGE', session, 0, #writes - 1) ~= read then
  return {'raced'}
end

if keep then
  redis.call('SET', session, writes .. value, 'EX', session_seconds)
else
  redis.call('DEL', session)
end

local now = tonumber(redis.call('TIME')[1])
sweep(now)
redis.call('HSET', seen, event, mark .. struct.pack('>I4', now))
redis.call('EXPIRE', seen, seen_seconds)

for i = FIRST_REPLY, #ARGV do
  redis.call('RPUSH', outbox, ARGV[i])
end
if #ARGV >= FIRST_REPLY then
  redis.call('EXPIRE', outbox, session_seconds)
end

return answer('written', false)
