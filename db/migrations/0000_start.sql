CREATE TABLE "article" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "article_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text DEFAULT 'article' NOT NULL,
	"slug" text NOT NULL,
	"headline" text NOT NULL,
	"deck" text DEFAULT '' NOT NULL,
	"excerpt" text DEFAULT '' NOT NULL,
	"language" text,
	"section_id" bigint,
	"status" text NOT NULL,
	"visibility" text DEFAULT 'public' NOT NULL,
	"password_hash" text,
	"published_at" timestamp with time zone,
	"updated_at" timestamp with time zone,
	"pinned_at" timestamp with time zone,
	"lead_file_id" uuid,
	"lead_alt" text DEFAULT '' NOT NULL,
	"lead_caption" text DEFAULT '' NOT NULL,
	"lead_credit" text DEFAULT '' NOT NULL,
	"comment_policy" text DEFAULT 'open' NOT NULL,
	"comment_days" smallint,
	"ping_policy" text DEFAULT 'open' NOT NULL,
	"source_name" text,
	"source_url" text,
	"source_author" text,
	"source_published_at" timestamp with time zone,
	"source_licence" text,
	"source_policy" text,
	"source_retrieved_at" timestamp with time zone,
	"words" integer DEFAULT 0 NOT NULL,
	"revision_id" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "article_slug_not_empty" CHECK ("article"."slug" <> '')
);
--> statement-breakpoint
CREATE TABLE "article_source" (
	"article_id" bigint PRIMARY KEY NOT NULL,
	"format" text NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "article_tag" (
	"tag_id" bigint NOT NULL,
	"article_id" bigint NOT NULL,
	CONSTRAINT "article_tag_tag_id_article_id_pk" PRIMARY KEY("tag_id","article_id")
);
--> statement-breakpoint
CREATE TABLE "author" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "author_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" text DEFAULT 'person' NOT NULL,
	"bio" text DEFAULT '' NOT NULL,
	"link" text,
	CONSTRAINT "author_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "byline" (
	"article_id" bigint NOT NULL,
	"author_id" bigint NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "byline_article_id_author_id_pk" PRIMARY KEY("article_id","author_id")
);
--> statement-breakpoint
CREATE TABLE "correction" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "correction_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"text" text NOT NULL,
	"mistake" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revision" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "revision_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"version" integer NOT NULL,
	"headline" text NOT NULL,
	"deck" text DEFAULT '' NOT NULL,
	"body" jsonb NOT NULL,
	"body_version" smallint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "section" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "section_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"position" integer,
	"parent_id" bigint,
	CONSTRAINT "section_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "tag" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tag_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	CONSTRAINT "tag_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "file" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"width" integer,
	"height" integer,
	"alt" text DEFAULT '' NOT NULL,
	"caption" text DEFAULT '' NOT NULL,
	"credit" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "file_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "import_run" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "import_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"origin" text NOT NULL,
	"file_name" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"report" jsonb
);
--> statement-breakpoint
CREATE TABLE "imported" (
	"origin" text NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"local_id" text NOT NULL,
	"digest" text NOT NULL,
	"local_version" integer,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "imported_origin_kind_external_id_pk" PRIMARY KEY("origin","kind","external_id")
);
--> statement-breakpoint
CREATE TABLE "linkback" (
	"response_id" bigint PRIMARY KEY NOT NULL,
	"source_url" text NOT NULL,
	"source_title" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "response" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "response_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"parent_id" bigint,
	"guest_name" text DEFAULT '' NOT NULL,
	"guest_email_hash" text,
	"guest_link" text,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"approved_at" timestamp with time zone,
	"held_at" timestamp with time zone,
	"spam_at" timestamp with time zone,
	"trashed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"actor" text NOT NULL,
	"subject" text,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "redirect" (
	"path" text PRIMARY KEY NOT NULL,
	"target" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tag_expiry" (
	"tag" text PRIMARY KEY NOT NULL,
	"expired_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "article" ADD CONSTRAINT "article_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article" ADD CONSTRAINT "article_lead_file_id_file_id_fk" FOREIGN KEY ("lead_file_id") REFERENCES "public"."file"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_source" ADD CONSTRAINT "article_source_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_tag" ADD CONSTRAINT "article_tag_tag_id_tag_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tag"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_tag" ADD CONSTRAINT "article_tag_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "byline" ADD CONSTRAINT "byline_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "byline" ADD CONSTRAINT "byline_author_id_author_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."author"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "section" ADD CONSTRAINT "section_parent_id_section_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."section"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkback" ADD CONSTRAINT "linkback_response_id_response_id_fk" FOREIGN KEY ("response_id") REFERENCES "public"."response"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "response" ADD CONSTRAINT "response_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "response" ADD CONSTRAINT "response_parent_id_response_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."response"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "article_kind_slug" ON "article" USING btree ("kind","slug");--> statement-breakpoint
CREATE INDEX "article_listed" ON "article" USING btree ("published_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE kind = 'article' and status in ('scheduled', 'published') and visibility <> 'private';--> statement-breakpoint
CREATE INDEX "article_section_listed" ON "article" USING btree ("section_id","published_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE kind = 'article' and status in ('scheduled', 'published') and visibility <> 'private';--> statement-breakpoint
CREATE INDEX "article_saved" ON "article" USING btree ("saved_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "article_tag_article" ON "article_tag" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "byline_author" ON "byline" USING btree ("author_id","article_id");--> statement-breakpoint
CREATE INDEX "correction_article" ON "correction" USING btree ("article_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "revision_article_version" ON "revision" USING btree ("article_id","version");--> statement-breakpoint
CREATE INDEX "imported_local" ON "imported" USING btree ("kind","local_id");--> statement-breakpoint
CREATE INDEX "response_public" ON "response" USING btree ("article_id","created_at","id") WHERE approved_at is not null and held_at is null and spam_at is null and trashed_at is null;--> statement-breakpoint
CREATE INDEX "response_parent" ON "response" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "event_subject" ON "event" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "tag_expiry_expired_at" ON "tag_expiry" USING btree ("expired_at");