-- Words within headlines and addresses are found by their trigrams. A database whose owner may not add the extension, or
-- that does not have it, reads every headline instead: the same answer, later.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX IF NOT EXISTS "article_words" ON "article" USING gin ("headline" gin_trgm_ops, "slug" gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
  RAISE NOTICE 'pg_trgm is not here: searching articles in the newsroom reads every headline.';
END
$$;
