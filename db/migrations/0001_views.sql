CREATE TABLE "hit_country" (
	"day" date NOT NULL,
	"article_id" bigint NOT NULL,
	"country" text NOT NULL,
	"hits" integer NOT NULL,
	CONSTRAINT "hit_country_day_article_id_country_pk" PRIMARY KEY("day","article_id","country")
);
--> statement-breakpoint
CREATE TABLE "hit_day" (
	"day" date NOT NULL,
	"article_id" bigint NOT NULL,
	"hits" integer NOT NULL,
	CONSTRAINT "hit_day_day_article_id_pk" PRIMARY KEY("day","article_id")
);
--> statement-breakpoint
CREATE TABLE "hit_left_out" (
	"day" date NOT NULL,
	"article_id" bigint NOT NULL,
	"reason" text NOT NULL,
	"calls" integer NOT NULL,
	CONSTRAINT "hit_left_out_day_article_id_reason_pk" PRIMARY KEY("day","article_id","reason")
);
--> statement-breakpoint
CREATE TABLE "hit_reader" (
	"reader" uuid PRIMARY KEY NOT NULL,
	"counted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hit_referrer" (
	"day" date NOT NULL,
	"article_id" bigint NOT NULL,
	"host" text NOT NULL,
	"hits" integer NOT NULL,
	CONSTRAINT "hit_referrer_day_article_id_host_pk" PRIMARY KEY("day","article_id","host")
);
--> statement-breakpoint
CREATE TABLE "hit_salt" (
	"day" date PRIMARY KEY NOT NULL,
	"salt" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hit_total" (
	"article_id" bigint PRIMARY KEY NOT NULL,
	"counted" bigint DEFAULT 0 NOT NULL,
	"imported" bigint DEFAULT 0 NOT NULL,
	"shown" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hit_country" ADD CONSTRAINT "hit_country_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hit_day" ADD CONSTRAINT "hit_day_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hit_left_out" ADD CONSTRAINT "hit_left_out_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hit_referrer" ADD CONSTRAINT "hit_referrer_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hit_total" ADD CONSTRAINT "hit_total_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Counters change often: room on their pages keeps each update there (HOT), and vacuum comes early.
ALTER TABLE "hit_total" SET (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.05);--> statement-breakpoint
ALTER TABLE "hit_day" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "hit_referrer" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "hit_country" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "hit_left_out" SET (fillfactor = 60);
