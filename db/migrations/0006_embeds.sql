CREATE TABLE "embed" (
	"key" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"service" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"kind" text DEFAULT 'link' NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"author" text DEFAULT '' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"poster_id" uuid,
	"player" text,
	"width" integer,
	"height" integer,
	"target" text,
	"looked_up_at" timestamp with time zone,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"needed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "embed" ADD CONSTRAINT "embed_poster_id_file_id_fk" FOREIGN KEY ("poster_id") REFERENCES "public"."file"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "embed_due" ON "embed" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "embed_service" ON "embed" USING btree ("service");