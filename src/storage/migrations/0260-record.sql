-- Of the record those of an entity see what was done to its stations, and whatever their own people did.
DROP POLICY own_entities ON operator_facts;
CREATE POLICY own_entities ON operator_facts AS RESTRICTIVE FOR SELECT TO voltyard_scoped
  USING (station_id IN (SELECT s.id FROM stations s WHERE s.operator_id = nullif(current_setting('voltyard.operator', true), '')::integer)
    OR user_id IN (SELECT user_id FROM members));
