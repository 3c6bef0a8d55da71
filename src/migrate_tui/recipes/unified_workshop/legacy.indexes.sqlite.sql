create unique index workshop_students_session_token
  on workshop_students (session_token) where session_token <> '';
create unique index student_configs_session_token
  on student_configs (session_token) where session_token <> '';
create index workshop_students_email on workshop_students (student_email);
create index student_configs_email on student_configs (student_email);
