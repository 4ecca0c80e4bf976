"""Texts in English: plain, polite, nothing personal but the code."""

from kentongan.notifications.texts.wording import Wording

_NUMBER = "Your report's code: {code}"

WORDING = Wording(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    at=" at ",
    dot=":",
    closing=(
        "Follow your report at {link} with the code above. Details and replies need the PIN on your receipt.",
        "In an emergency call 112.",
        "This message was made automatically by the complaint service of {city}. Answers to this address are not read.",
    ),
    texts={
        "receipt": (
            "We received report {code}",
            (
                "Thank you. We received your report on {received_at}.",
                _NUMBER,
                "It will be verified by {due_at} at the latest.",
                "How the limit was counted: {due_why}.",
                "Keep this code together with the PIN shown when you sent the report. Give the PIN to nobody.",
            ),
        ),
        "ombudsman": (
            "Report {code} is not finished: your right",
            (
                "We received your report 60 days ago and it is not finished. We keep working on it.",
                _NUMBER,
                "You may also complain to the Ombudsman, free of charge: {ombudsman}.",
            ),
        ),
        "verified": (
            "Report {code} is verified",
            (
                "We read and verified your report. Next it goes to the agency in charge.",
                _NUMBER,
            ),
        ),
        "routed": (
            "Report {code} was passed to {agency}",
            (
                "Your report was passed to {agency}.",
                _NUMBER,
                "The first follow-up is due by {due_at}.",
            ),
        ),
        "followed_up": (
            "Report {code} is being worked on",
            (
                "{agency} recorded a follow-up on your report.",
                _NUMBER,
            ),
        ),
        "extended": (
            "The limit of report {code} is extended",
            (
                "Your request for information needs more time. The limit is now {extended_to}.",
                _NUMBER,
                "You can read why on the tracking page.",
            ),
        ),
        "asked": (
            "There is a question about report {code}",
            (
                "{agency} needs more information from you. Please open the tracking page and answer the question.",
                _NUMBER,
                "Please answer by {reply_by}.",
            ),
        ),
        "postponed": (
            "Report {code} is postponed, please complete it",
            (
                "Your report cannot be processed yet because information is missing.",
                "Reason: {reason}.",
                _NUMBER,
                "Please complete it on the tracking page by {complete_by}. After that the report is archived.",
            ),
        ),
        "answered": (
            "Report {code} has an answer",
            (
                "{agency} answered your report. You can read the answer on the tracking page.",
                _NUMBER,
                "Not satisfied? Reply on the tracking page by {reply_by}. Without a reply the system closes the"
                " report.",
            ),
        ),
        "closed": (
            "Report {code} is closed",
            (
                "Your report is closed.",
                _NUMBER,
                "Please rate it on the tracking page. Rating is voluntary.",
                "Not satisfied? You can reply on the tracking page until {reply_by}.",
            ),
        ),
        "closed_by_system": (
            "Report {code} was closed by the system",
            (
                "There was no reply after the answer, so the system closed your report.",
                _NUMBER,
                "Is the matter not settled? Reply on the tracking page by {reply_by}.",
            ),
        ),
        "archived": (
            "Report {code} is archived",
            (
                "Your report is archived and will not be processed further.",
                "Reason: {reason}.",
                _NUMBER,
                "You can read the explanation on the tracking page. You can send a new report at any time.",
            ),
        ),
        "expired": (
            "Report {code} is archived because it was not completed",
            (
                "We did not receive the information we asked for, so your report is archived.",
                _NUMBER,
                "You can send a new report at any time.",
            ),
        ),
        "restored": (
            "Report {code} is open again",
            (
                "Your archived report is open again and will be processed.",
                _NUMBER,
            ),
        ),
        "referred": (
            "Report {code} was passed on to {agency}",
            (
                "The matter you reported is outside the authority of {city}. We passed it on to {agency} and will"
                " record their answer for you.",
                "Contact: {contact}.",
                _NUMBER,
            ),
        ),
        "taken_back": (
            "Report {code} is back with us",
            (
                "We took back your report, which had been passed on, and handle it ourselves.",
                _NUMBER,
            ),
        ),
        "reopened": (
            "We received your reply on report {code}",
            (
                "We received your reply. {agency} works on the report again.",
                _NUMBER,
            ),
        ),
        "merged": (
            "Report {code} was joined with others",
            (
                "Several people reported the same. Your report was joined with theirs and is handled as one case."
                " Your code stays valid and you still receive news.",
                _NUMBER,
            ),
        ),
        "unmerged": (
            "Report {code} is handled on its own",
            (
                "Your report was taken out of the joint case and is handled on its own.",
                _NUMBER,
            ),
        ),
        "transferred": (
            "Report {code} was handed to 112",
            (
                "Your report was judged an emergency and handed to the 112 centre.",
                _NUMBER,
            ),
        ),
    },
)
