-- Delete everything of a conversation but the events seen.
redis.call('DEL', session, outbox, lease, shown, aside)
redis.call('ZREM', due, member)
return {}
