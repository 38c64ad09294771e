-- Drop a conversation from the index of its shard if its outbox is gone.
nothing_left()
return {}
