-- Write one turn, whole or not at all. Answers {verdict, shown, outbox entry...}.
local seen_seconds = tonumber(ARGV[4])
local read, writes, event = ARGV[5], ARGV[6], ARGV[7]
local keep, erase, value = ARGV[8] == '1', ARGV[9] == '1', ARGV[10]
local FIRST_PART = 11

-- Changes nothing, but is a write that takes room: a server that is full refuses the whole turn
-- here, and so does a replica that was the master a moment ago, rather than answer from its copy.
redis.call('ZADD', due, 'XX', 0, '')

-- What a seen id remembers: the start of the revision its commit wrote, by which the commit knows
-- itself again, and when. A window is most of what a conversation costs, so no more than that.
local MARK = 8
local mark = string.sub(writes, 1, MARK)
local on_screen = redis.call('GET', shown) or ''

local function answer(verdict, renew)
  local answer = {verdict, on_screen}
  add_outbox(answer, renew)
  return answer
end

-- Drop the ids that had their time. The window is small; a flooded one is only swept now and then.
local function sweep(seconds)
  local count = redis.call('HLEN', seen)
  if count > 32 and count % 32 ~= 0 then
    return
  end
  local fields = redis.call('HGETALL', seen)
  for i = 1, #fields, 2 do
    local since = struct.unpack('>I4', fields[i + 1], MARK + 1)
    if seconds - since >= seen_seconds then
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
  redis.call('EXPIRE', shown, session_seconds)
else
  redis.call('DEL', session, shown)
end
if erase then
  redis.call('DEL', outbox, shown, aside)
end

local seconds = tonumber(time[1])
sweep(seconds)
redis.call('HSET', seen, event, mark .. struct.pack('>I4', seconds))
redis.call('EXPIRE', seen, seen_seconds)

for i = FIRST_PART, #ARGV do
  redis.call('RPUSH', outbox, ARGV[i])
end
if #ARGV >= FIRST_PART then
  redis.call('EXPIRE', outbox, session_seconds)
end

return answer('written', false)
