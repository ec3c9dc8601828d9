"""What is still missing, and gathering it from departments."""

from django.urls import path

from ..views import gathering, progress, tasks

TASKS = "submissions/<uuid:pk>/tasks/"
TASK = f"{TASKS}<slug:code>/"

urlpatterns = [
    path("city/", progress.city_progress, name="city_progress"),
    path(TASKS, tasks.task_list, name="task_list"),
    path("submissions/<uuid:pk>/tasks.xlsx", gathering.task_workbook, name="task_workbook"),
    path(f"{TASKS}new/", tasks.task_new, name="task_new"),
    path(f"{TASKS}paste/", tasks.task_paste, name="task_paste"),
    path(f"{TASKS}workbook/", gathering.task_check, name="task_check"),
    path(f"{TASKS}workbook/take/", gathering.task_take, name="task_take"),
    path(f"{TASKS}evidence/", gathering.task_evidence, name="task_evidence"),
    path(f"{TASKS}evidence/result/", gathering.task_evidence_result, name="task_evidence_result"),
    path(f"{TASKS}reminders/", gathering.task_reminders, name="task_reminders"),
    path(f"{TASK}edit/", tasks.task_edit, name="task_edit"),
    path(f"{TASK}reply/", tasks.task_reply, name="task_reply"),
    path(f"{TASK}remove/", tasks.task_remove, name="task_remove"),
    path(f"{TASK}accept/", tasks.task_accept, name="task_accept"),
    path(f"{TASK}reopen/", tasks.task_reopen, name="task_reopen"),
]
