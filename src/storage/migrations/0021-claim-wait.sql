-- Whoever takes a station waits for the batch that its former owner is just writing, but not for ever.
ALTER FUNCTION claim_stations(integer, integer[], integer[], integer[]) SET lock_timeout = '5s';
