-- What the History of a station shows of its facts: what people did, and what changed on the station. Only the head of the index is made
-- here, which is at once; the months that exist get their part one by one beside those who write (storage/later-indexes.ts), later ones have it
-- from the beginning.
CREATE INDEX facts_for_history ON ONLY facts (operator_id, station_id, received_at DESC, seq DESC)
  WHERE type IN ('station.changed', 'command.asked', 'connection.ordered', 'station.profileRaised', 'certificate.issued', 'certificate.revoked', 'station.booted');
