#!/usr/bin/env bash
# What people do by hand: LEGACY.db URL FOLDER-OF-THE-SCHEMA. One pipe per table, parents first,
# milliseconds turned into timestamps on the way; clean data only, nothing is checked.
set -euo pipefail
legacy=$1 url=$2 folder=$3

copy() {
  sqlite3 -csv "$legacy" "select $3 from \"$1\"" |
    psql "$url" -q -v ON_ERROR_STOP=1 -c "\\copy \"$1\" ($2) from stdin with (format csv)"
}

moment() { echo "strftime('%Y-%m-%d %H:%M:%f', $1 / 1000.0, 'unixepoch') || '+00'"; }

psql "$url" -q -v ON_ERROR_STOP=1 -f "$folder/schema.postgresql.sql"
copy users "id, email, password_hash, first_name, last_name, role, specialty, license_number, organization, date_of_birth, medical_record_number, failed_login_attempts, is_active, email_verified, last_login_at, created_at, updated_at, deleted_at" \
  "id, email, password_hash, first_name, last_name, role, specialty, license_number, organization, date_of_birth, medical_record_number, failed_login_attempts, is_active, email_verified, $(moment last_login_at), $(moment created_at), $(moment updated_at), $(moment deleted_at)"
copy sessions "id, token, ip_address, user_agent, user_id, expires_at, created_at" \
  "id, token, ip_address, user_agent, user_id, $(moment expires_at), $(moment created_at)"
copy audit_logs "id, action, resource, resource_id, ip_address, user_agent, details, user_id, created_at" \
  "id, action, resource, resource_id, ip_address, user_agent, details, user_id, $(moment created_at)"
copy protocols "id, name, description, version, indicated_for, contraindications, is_public, is_active, configuration, created_by_id, created_at, updated_at, deleted_at" \
  "id, name, description, version, indicated_for, contraindications, is_public, is_active, configuration, created_by_id, $(moment created_at), $(moment updated_at), $(moment deleted_at)"
copy recording_sessions "id, duration, fps, video_path, csv_path, status, review_status, clinical_notes, review_notes, device_info, processing_metadata, patient_id, clinician_id, protocol_id, recording_date, reviewed_at, created_at, updated_at, deleted_at" \
  "id, duration, fps, video_path, csv_path, status, review_status, clinical_notes, review_notes, device_info, processing_metadata, patient_id, clinician_id, protocol_id, $(moment recording_date), $(moment reviewed_at), $(moment created_at), $(moment updated_at), $(moment deleted_at)"
copy signal_processing_results "id, hand_index, landmark_index, raw_landmarks, filters_applied, butterworth, kalman, savitzky_golay, moving_average, exponential_smoothing, fft_filtered, wavelet_denoised, particle_filter, unscented_kalman, quality_metrics, recording_session_id, created_at" \
  "id, hand_index, landmark_index, raw_landmarks, filters_applied, butterworth, kalman, savitzky_golay, moving_average, exponential_smoothing, fft_filtered, wavelet_denoised, particle_filter, unscented_kalman, quality_metrics, recording_session_id, $(moment created_at)"
copy clinical_analyses "id, analysis_version, analysis_type, tremor_frequency, tremor_amplitude, tremor_regularity, dominant_frequency, sparc, ldljv, normalized_jerk, asymmetry_index, coordination_score, reaction_time, movement_accuracy, overall_score, clinical_summary, confidence, frequency_spectrum, rom_measurements, asymmetry_details, severity_scores, quality_flags, recording_session_id, created_at, updated_at" \
  "id, analysis_version, analysis_type, tremor_frequency, tremor_amplitude, tremor_regularity, dominant_frequency, sparc, ldljv, normalized_jerk, asymmetry_index, coordination_score, reaction_time, movement_accuracy, overall_score, clinical_summary, confidence, frequency_spectrum, rom_measurements, asymmetry_details, severity_scores, quality_flags, recording_session_id, $(moment created_at), $(moment updated_at)"
copy clinical_annotations "id, timestamp_start, timestamp_end, annotation_type, severity, content, recording_session_id, clinician_id, created_at, updated_at" \
  "id, timestamp_start, timestamp_end, annotation_type, severity, content, recording_session_id, clinician_id, $(moment created_at), $(moment updated_at)"
copy reports "id, title, report_type, format, file_path, status, configuration, shared_with, recording_session_id, generated_by_id, generated_at, created_at, updated_at" \
  "id, title, report_type, format, file_path, status, configuration, shared_with, recording_session_id, generated_by_id, $(moment generated_at), $(moment created_at), $(moment updated_at)"
copy recording_comparisons "id, comparison_type, clinical_interpretation, metric_differences, statistical_tests, baseline_recording_id, comparison_recording_id, created_by_id, created_at" \
  "id, comparison_type, clinical_interpretation, metric_differences, statistical_tests, baseline_recording_id, comparison_recording_id, created_by_id, $(moment created_at)"
psql "$url" -q -v ON_ERROR_STOP=1 -f "$folder/indexes.postgresql.sql"
