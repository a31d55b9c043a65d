-- The ids of the files that a text and what is kept with it name: whatever in it looks like one.
CREATE FUNCTION "file_ids"("body" jsonb, "fields" jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select coalesce(array_agg(distinct found[1]), '{}')
  from regexp_matches(body::text || coalesce(fields->'lead'->>'fileId', ''), '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') found
$$;--> statement-breakpoint
CREATE TABLE "host_pause" (
	"host" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mention" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"article_id" bigint NOT NULL,
	"protocol" text NOT NULL,
	"source_url" text NOT NULL,
	"source_key" text NOT NULL,
	"source_host" text NOT NULL,
	"target_url" text NOT NULL,
	"said" jsonb,
	"state" text DEFAULT 'waiting' NOT NULL,
	"problem" text,
	"response_id" bigint,
	"failures" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp with time zone,
	"due_at" timestamp with time zone DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE "outgoing_mention" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outgoing_mention_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"target_url" text NOT NULL,
	"target_host" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"protocol" text,
	"endpoint" text,
	"answer" text DEFAULT '' NOT NULL,
	"answer_status" integer,
	"failures" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"told_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"due_at" timestamp with time zone DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE "article_note" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "article_note_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"user_id" text,
	"parent_id" bigint,
	"quote" text DEFAULT '' NOT NULL,
	"text" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "article_presence" (
	"article_id" bigint NOT NULL,
	"window_id" text NOT NULL,
	"user_id" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"typed_at" timestamp with time zone,
	CONSTRAINT "article_presence_article_id_window_id_pk" PRIMARY KEY("article_id","window_id")
);
--> statement-breakpoint
CREATE TABLE "preview_link" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"article_id" bigint NOT NULL,
	"token_hash" text NOT NULL,
	"user_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "preview_link_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "saved_view" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "saved_view_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "article" ADD COLUMN "sends_pings" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "article" ADD COLUMN "embargo_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "article" ADD COLUMN "shows_changes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "article" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "linkback" ADD COLUMN "kind" text DEFAULT 'mention' NOT NULL;--> statement-breakpoint
ALTER TABLE "linkback" ADD COLUMN "site_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "linkback" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "linkback" ADD COLUMN "avatar_id" uuid;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "fields" jsonb;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "saved_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "mention" ADD CONSTRAINT "mention_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mention" ADD CONSTRAINT "mention_response_id_response_id_fk" FOREIGN KEY ("response_id") REFERENCES "public"."response"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_mention" ADD CONSTRAINT "outgoing_mention_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_note" ADD CONSTRAINT "article_note_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_note" ADD CONSTRAINT "article_note_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_note" ADD CONSTRAINT "article_note_parent_id_article_note_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."article_note"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_presence" ADD CONSTRAINT "article_presence_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_presence" ADD CONSTRAINT "article_presence_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preview_link" ADD CONSTRAINT "preview_link_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preview_link" ADD CONSTRAINT "preview_link_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mention_once" ON "mention" USING btree ("article_id","source_key");--> statement-breakpoint
CREATE INDEX "mention_due" ON "mention" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "mention_host" ON "mention" USING btree ("source_host","created_at");--> statement-breakpoint
CREATE INDEX "mention_response" ON "mention" USING btree ("response_id") WHERE response_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "outgoing_mention_once" ON "outgoing_mention" USING btree ("article_id","target_url");--> statement-breakpoint
CREATE INDEX "outgoing_mention_due" ON "outgoing_mention" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "outgoing_mention_host" ON "outgoing_mention" USING btree ("target_host");--> statement-breakpoint
CREATE INDEX "article_note_article" ON "article_note" USING btree ("article_id","at");--> statement-breakpoint
CREATE INDEX "article_presence_seen" ON "article_presence" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "preview_link_article" ON "preview_link" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "saved_view_user" ON "saved_view" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "article" ADD CONSTRAINT "article_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkback" ADD CONSTRAINT "linkback_avatar_id_file_id_fk" FOREIGN KEY ("avatar_id") REFERENCES "public"."file"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "article_status" ON "article" USING btree ("status","saved_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "article_lead" ON "article" USING btree ("lead_file_id") WHERE lead_file_id is not null;--> statement-breakpoint
CREATE INDEX "article_user" ON "article" USING btree ("user_id","saved_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "event_at" ON "event" USING btree ("at");--> statement-breakpoint
CREATE INDEX "linkback_avatar" ON "linkback" USING btree ("avatar_id") WHERE avatar_id is not null;--> statement-breakpoint
CREATE INDEX "revision_files" ON "revision" USING gin (file_ids(body, fields));