"""What a column's header says about its role, in English, German, French, Spanish and Japanese."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# `|` parts phrases. A header that is one of them says its role; one with a word of `_HINTS` hints at it.
_PHRASES = {
    "case": (
        "case|case id|case key|case number|case no|case concept name|trace|trace id"
        "|process instance|instance id"
        "|ticket|ticket id|ticket number|ticket no|ticket key|issue|issue key|issue id|incident|incident id"
        "|incident number|order|order id|order number|order no|purchase order|po number|request|request id"
        "|request number|application id|claim|claim id|claim number|patient|patient id|invoice|invoice number"
        "|number|work item id|document number|documentkey|objectid"
        "|fall|fall id|fallnummer|vorgang|vorgang id|vorgangsnummer|auftrag|auftragsnummer|bestellung"
        "|bestellnummer|antrag|antragsnummer|aktenzeichen|beleg|belegnummer|ticketnummer|schaden"
        "|schadennummer"
        "|cas|dossier|numero de dossier|no dossier|n dossier|commande|numero de commande|demande|id dossier"
        "|caso|id caso|id de caso|numero de caso|expediente|pedido|numero de pedido|solicitud|id solicitud"
        "|ケース|ケースid|案件|案件番号|案件id|伝票番号|受付番号|チケット|チケット番号|注文番号|管理番号|申請番号|インシデント番号"
    ),
    "activity": (
        "activity|activity name|activity en|event|event name|task|task name|step|step name|action"
        "|status|state"
        "|stage|phase|concept name|operation|incident state|new status|to status|newvalue|process step"
        "|aktivitat|aktivitaet|schritt|prozessschritt|arbeitsschritt|vorgangsschritt|tatigkeit|taetigkeit"
        "|ereignis|aktion|zustand|arbeitsgang"
        "|activite|etape|tache|evenement|statut|etat"
        "|actividad|tarea|etapa|paso|evento|estado|accion"
        "|アクティビティ|アクティビティ名|活動|作業|作業名|工程|工程名|イベント|タスク|ステータス|状態|処理"
    ),
    "ended_at": (
        "end|end time|end timestamp|end date|ended at|ended|complete|complete time"
        "|complete timestamp|completed"
        "|completed at|completion time|finish|finish time|finished|finished at|to|to time|until"
        "|ende|endzeit|endezeit|enddatum|abgeschlossen|abgeschlossen am|bis|fertig|fertig am"
        "|beendet|beendet am"
        "|fin|date de fin|date fin|heure de fin|termine le"
        "|hora fin|fecha fin|fecha de fin|hora de fin|finalizado"
        "|終了|終了日時|終了時刻|完了|完了日時|完了日"
    ),
    "started_at": (
        "start|start time|start timestamp|start date|started at|started|begin|begin time|began at"
        "|from|from time"
        "|beginn|startzeit|startdatum|anfang|anfangszeit|von|gestartet|gestartet am|begonnen|begonnen am"
        "|debut|date de debut|date debut|heure de debut|commence le"
        "|inicio|hora inicio|fecha inicio|fecha de inicio|hora de inicio|iniciado"
        "|開始|開始日時|開始時刻|着手日時|開始日"
    ),
    "time": (
        "udate|erdat|aedat|cpudt|timestamp|time|date|datetime|date time|event time|eventtime"
        "|event timestamp|time timestamp|changed"
        "|changed at|changed on|change date|updated|updated at|updated on|modified|modified at|when"
        "|occurred at"
        "|sys updated at|sys created on|created"
        "|datum|zeit|zeitstempel|zeitpunkt|uhrzeit|datum uhrzeit|geandert am|geaendert am|geandert"
        "|horodatage|heure|date heure|date et heure|modifie le"
        "|fecha|hora|fecha hora|fecha y hora|marca de tiempo|modificado"
        "|日時|日付|時刻|タイムスタンプ|発生日時|更新日時|登録日時"
    ),
    "resource": (
        "resource|org resource|user|user name|username|agent|assignee|assigned to|owner|performer"
        "|performed by"
        "|employee|worker|operator|actor|author|changed by|modified by|updated by|clerk|staff|handler"
        "|ressource|bearbeiter|bearbeiterin|benutzer|mitarbeiter|sachbearbeiter|zustandig|nutzer|ausfuhrender"
        "|utilisateur|responsable|intervenant|employe|operateur|gestionnaire"
        "|recurso|usuario|empleado|agente|operador"
        "|リソース|担当者|担当|作業者|ユーザー|実施者|社員"
    ),
    "lifecycle": (
        "lifecycle|lifecycle transition|lifecycle id|transition|event type|eventtype|lifecycle state"
    ),
    "sequence": (
        "order|sequence|seq|seq no|sequence number|event number|event nr|event no|position"
        "|event order|sorting"
        "|reihenfolge|laufende nummer|sortierung|ordre|orden|順序|連番"
    ),
}
# A single word that a longer header may hold: `Ticket reference`, `Last change date`.
_HINTS = {
    "case": "case ticket issue incident order request claim id key number no nr nummer numero dossier 番号",
    "activity": (
        "activity event task step action status state stage name aktivitat schritt activite actividad"
    ),
    "ended_at": "end ended complete completed finish finished closed ende fin 終了 完了",
    "started_at": "start started begin beginn debut inicio 開始",
    "time": "time date timestamp datum zeit heure fecha hora at am on 日時 日付",
    "resource": "resource user agent assignee owner by employee bearbeiter benutzer usuario utilisateur 担当",
    "lifecycle": "lifecycle transition",
    "sequence": "sequence seq",
}


def plain(header: str) -> str:
    """A header in plain words: `startTimestamp`, `Start-Timestamp` and `START_TIMESTAMP` are the same."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    bare = unicodedata.normalize("NFKD", spaced)
    letters = "".join(
        sign for sign in bare if not unicodedata.combining(sign) or ord(sign) in (0x3099, 0x309A)
    )
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", letters).lower()))


def is_instance(header: str) -> bool:
    """Whether a column names the piece of work that the rows of a lifecycle belong to."""
    return plain(header) in (
        "concept instance",
        "activity instance",
        "activity instance id",
        "activity instance key",
    )


@cache
def _phrases(role: str) -> frozenset[str]:
    return frozenset(plain(phrase) for phrase in _PHRASES[role].split("|"))


@cache
def header_score(role: str, header: str) -> float:
    """How strongly `header` says `role`: 1 when it is its name, 0.5 when it holds a word of it, else 0."""
    words = plain(header)
    if words in _phrases(role) or words.replace(" ", "") in _phrases(role):
        return 1.0
    hints = _HINTS[role].split()
    parts = words.split()
    return 0.5 if any(hint in parts or (not hint.isascii() and hint in words) for hint in hints) else 0.0
