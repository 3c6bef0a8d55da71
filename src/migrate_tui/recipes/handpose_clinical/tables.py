"""The legacy tables, parents first, with their columns in the order in which rows are told."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "users": (
        "id", "email", "password_hash", "first_name", "last_name", "role", "specialty",
        "license_number", "organization", "date_of_birth", "medical_record_number",
        "failed_login_attempts", "is_active", "email_verified", "last_login_at", "created_at",
        "updated_at", "deleted_at",
    ),
    "sessions": (
        "id", "token", "ip_address", "user_agent", "user_id", "expires_at", "created_at",
    ),
    "audit_logs": (
        "id", "action", "resource", "resource_id", "ip_address", "user_agent", "details", "user_id",
        "created_at",
    ),
    "protocols": (
        "id", "name", "description", "version", "indicated_for", "contraindications", "is_public",
        "is_active", "configuration", "created_by_id", "created_at", "updated_at", "deleted_at",
    ),
    "recording_sessions": (
        "id", "duration", "fps", "video_path", "csv_path", "status", "review_status",
        "clinical_notes", "review_notes", "device_info", "processing_metadata", "patient_id",
        "clinician_id", "protocol_id", "recording_date", "reviewed_at", "created_at", "updated_at",
        "deleted_at",
    ),
    "signal_processing_results": (
        "id", "hand_index", "landmark_index", "raw_landmarks", "filters_applied", "butterworth",
        "kalman", "savitzky_golay", "moving_average", "exponential_smoothing", "fft_filtered",
        "wavelet_denoised", "particle_filter", "unscented_kalman", "quality_metrics",
        "recording_session_id", "created_at",
    ),
    "clinical_analyses": (
        "id", "analysis_version", "analysis_type", "tremor_frequency", "tremor_amplitude",
        "tremor_regularity", "dominant_frequency", "sparc", "ldljv", "normalized_jerk",
        "asymmetry_index", "coordination_score", "reaction_time", "movement_accuracy",
        "overall_score", "clinical_summary", "confidence", "frequency_spectrum", "rom_measurements",
        "asymmetry_details", "severity_scores", "quality_flags", "recording_session_id",
        "created_at", "updated_at",
    ),
    "clinical_annotations": (
        "id", "timestamp_start", "timestamp_end", "annotation_type", "severity", "content",
        "recording_session_id", "clinician_id", "created_at", "updated_at",
    ),
    "reports": (
        "id", "title", "report_type", "format", "file_path", "status", "configuration",
        "shared_with", "recording_session_id", "generated_by_id", "generated_at", "created_at",
        "updated_at",
    ),
    "recording_comparisons": (
        "id", "comparison_type", "clinical_interpretation", "metric_differences",
        "statistical_tests", "baseline_recording_id", "comparison_recording_id", "created_by_id",
        "created_at",
    ),
}  # fmt: skip
