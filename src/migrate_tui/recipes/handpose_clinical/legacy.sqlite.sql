-- As `prisma migrate` makes it for SQLite: JSON is text, times are milliseconds since 1970 (or
-- whatever another client put there), and the foreign keys are declared but were never enforced.

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'patient',
    "specialty" TEXT,
    "license_number" TEXT,
    "organization" TEXT,
    "date_of_birth" TEXT,
    "medical_record_number" TEXT,
    "failed_login_attempts" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "last_login_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "token" TEXT NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "audit_logs" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "action" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "resource_id" TEXT,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "details" TEXT,
    "user_id" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "audit_logs_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "protocols" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "version" TEXT NOT NULL DEFAULT '1.0',
    "indicated_for" TEXT,
    "contraindications" TEXT,
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "configuration" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    CONSTRAINT "protocols_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users" ("id")
        ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "recording_sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "duration" INTEGER NOT NULL,
    "fps" INTEGER NOT NULL DEFAULT 30,
    "video_path" TEXT,
    "csv_path" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "review_status" TEXT,
    "clinical_notes" TEXT,
    "review_notes" TEXT,
    "device_info" TEXT,
    "processing_metadata" TEXT,
    "patient_id" TEXT NOT NULL,
    "clinician_id" TEXT,
    "protocol_id" TEXT,
    "recording_date" DATETIME NOT NULL,
    "reviewed_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    CONSTRAINT "recording_sessions_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "users" ("id")
        ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "recording_sessions_clinician_id_fkey" FOREIGN KEY ("clinician_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "recording_sessions_protocol_id_fkey" FOREIGN KEY ("protocol_id") REFERENCES "protocols" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "signal_processing_results" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hand_index" INTEGER NOT NULL,
    "landmark_index" INTEGER,
    "raw_landmarks" TEXT NOT NULL,
    "filters_applied" TEXT NOT NULL,
    "butterworth" TEXT,
    "kalman" TEXT,
    "savitzky_golay" TEXT,
    "moving_average" TEXT,
    "exponential_smoothing" TEXT,
    "fft_filtered" TEXT,
    "wavelet_denoised" TEXT,
    "particle_filter" TEXT,
    "unscented_kalman" TEXT,
    "quality_metrics" TEXT,
    "recording_session_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "signal_processing_results_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "clinical_analyses" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "analysis_version" TEXT NOT NULL,
    "analysis_type" TEXT NOT NULL,
    "tremor_frequency" REAL,
    "tremor_amplitude" REAL,
    "tremor_regularity" REAL,
    "dominant_frequency" REAL,
    "sparc" REAL,
    "ldljv" REAL,
    "normalized_jerk" REAL,
    "asymmetry_index" REAL,
    "coordination_score" REAL,
    "reaction_time" REAL,
    "movement_accuracy" REAL,
    "overall_score" REAL,
    "clinical_summary" TEXT,
    "confidence" REAL,
    "frequency_spectrum" TEXT,
    "rom_measurements" TEXT,
    "asymmetry_details" TEXT,
    "severity_scores" TEXT,
    "quality_flags" TEXT,
    "recording_session_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "clinical_analyses_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "clinical_annotations" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "timestamp_start" REAL NOT NULL,
    "timestamp_end" REAL,
    "annotation_type" TEXT NOT NULL,
    "severity" TEXT,
    "content" TEXT NOT NULL,
    "recording_session_id" TEXT NOT NULL,
    "clinician_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "clinical_annotations_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "clinical_annotations_clinician_id_fkey" FOREIGN KEY ("clinician_id") REFERENCES "users" ("id")
        ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "reports" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "report_type" TEXT NOT NULL,
    "format" TEXT NOT NULL DEFAULT 'pdf',
    "file_path" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "configuration" TEXT,
    "shared_with" TEXT,
    "recording_session_id" TEXT NOT NULL,
    "generated_by_id" TEXT,
    "generated_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "reports_recording_session_id_fkey" FOREIGN KEY ("recording_session_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "reports_generated_by_id_fkey" FOREIGN KEY ("generated_by_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "recording_comparisons" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "comparison_type" TEXT NOT NULL,
    "clinical_interpretation" TEXT,
    "metric_differences" TEXT NOT NULL,
    "statistical_tests" TEXT,
    "baseline_recording_id" TEXT NOT NULL,
    "comparison_recording_id" TEXT NOT NULL,
    "created_by_id" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "recording_comparisons_baseline_recording_id_fkey" FOREIGN KEY ("baseline_recording_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "recording_comparisons_comparison_recording_id_fkey" FOREIGN KEY ("comparison_recording_id") REFERENCES "recording_sessions" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "recording_comparisons_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users" ("id")
        ON DELETE SET NULL ON UPDATE CASCADE
);
