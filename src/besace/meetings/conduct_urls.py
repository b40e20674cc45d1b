"""Addresses of a meeting under way: phones, console, wall, minutes; `meetings.urls` adds them to its own."""

from django.urls import path

from . import badge_views as badge
from . import idea_views as idea
from . import lead_views as lead
from . import minutes_views as minutes
from . import naming_views as naming
from . import paper_views as paper
from . import phone_views as phone
from . import plan_views as plan
from . import projector_views as wall
from . import reread_views as reread
from . import rule_views as rule

M = "seance/<uuid:meeting_id>"
C = f"{M}/critere/<uuid:criterion_id>"

urlpatterns = [
    path(M, phone.meeting, name="meeting"),
    path(f"{M}/etape", phone.stage, name="stage"),
    path(f"{M}/signe", phone.sign, name="sign"),
    path(f"{M}/partir", phone.leave, name="leave"),
    path(f"{M}/theme/proposer", phone.propose_theme, name="propose_theme"),
    path(f"{M}/idee", idea.idea, name="idea"),
    path(f"{M}/idee/<uuid:criterion_id>/mots", idea.words, name="idea_words"),
    path(f"{M}/idee/<uuid:criterion_id>/retirer", idea.withdraw, name="idea_withdraw"),
    path(f"{M}/idee/<uuid:given_id>/<str:what>", idea.file, name="idea_file"),
    path(f"{M}/idees-sans-mots", idea.wordless, name="wordless"),
    path(f"{M}/pareil", phone.same, name="same"),
    path(f"{C}/reponse", phone.answer, name="answer"),
    path(f"{C}/phrase", phone.wording, name="wording"),
    path(f"{M}/tampon", phone.press, name="press"),
    path(f"{M}/bilan", phone.impression, name="impression"),
    # the console
    path("groupe/<uuid:group_id>/seance/ouvrir", lead.open_now, name="open"),
    path("groupe/<uuid:group_id>/seance/entrainement", lead.practise, name="practise"),
    path(f"{M}/les-autres", lead.others_act, name="others_act"),
    path(f"{M}/quitter-l-entrainement", lead.quit_practice, name="quit_practice"),
    path(f"{M}/animer", lead.lead, name="lead"),
    path(f"{M}/reprendre", lead.take_over, name="take_over"),
    path(f"{M}/phase", lead.move, name="move"),
    path(f"{M}/annuler", lead.undo, name="undo"),
    path(f"{M}/minute", lead.time, name="time"),
    path(f"{M}/appel", lead.roll, name="roll"),
    path(f"{M}/installer", lead.seat, name="seat"),
    path(f"{M}/aide/<int:sign_id>", lead.helped, name="helped"),
    path(f"{M}/personnes", lead.people, name="people"),
    path(f"{M}/personnes/<uuid:seat_id>", lead.person, name="person"),
    path(f"{M}/grand-ecran", lead.projector_link, name="projector_link"),
    path(f"{M}/tache", lead.task, name="task"),
    path(f"{M}/fermer", lead.close, name="close"),
    path(f"{M}/theme", badge.theme, name="theme"),
    path(f"{M}/continuer", badge.resume, name="resume"),
    path(f"{M}/idee-pour", badge.idea_for, name="idea_for"),
    path(f"{M}/ranger/<str:gesture>", badge.tidy, name="tidy"),
    path(f"{M}/montrer", badge.look, name="look"),
    path(f"{M}/montrer/branche", badge.look_branch, name="look_branch"),
    path(f"{M}/toile", phone.web, name="web"),
    path(f"{M}/suivant", badge.go_on, name="go_on"),
    path(f"{M}/accord", badge.keep_all, name="keep_all"),
    path(f"{C}/fermer", badge.close_vote, name="close_vote"),
    path(f"{C}/demander", badge.ask, name="ask"),
    path(f"{C}/revoter", badge.ask_again, name="ask_again"),
    path(f"{C}/mains", badge.hands, name="hands"),
    path(f"{C}/reponse-pour", badge.answer_for, name="answer_for"),
    path(f"{M}/mots", badge.describe, name="describe"),
    path(f"{M}/relire", reread.finish, name="finish"),
    path(f"{M}/relire/ordre", reread.shift, name="shift"),
    path(f"{M}/relire/preuve", reread.expect, name="expect"),
    path(f"{M}/image", badge.picture, name="picture"),
    path(f"{M}/tampon/ouvrir", badge.open_stamp, name="open_stamp"),
    path(f"{M}/tampon/pour", badge.press_for, name="press_for"),
    path(f"{M}/tampon/fermer", badge.land, name="land"),
    path(f"{M}/publier", badge.publish, name="publish"),
    path(f"{M}/relecture", badge.second_reader, name="second_reader"),
    # before and after
    path("seances", plan.mine, name="mine"),
    path("groupe/<uuid:group_id>/seances", plan.meetings, name="meetings"),
    path("groupe/<uuid:group_id>/seances/prevoir", plan.plan, name="plan"),
    path("groupe/<uuid:group_id>/seances/rythme", plan.rhythm, name="rhythm"),
    path("groupe/<uuid:group_id>/seances/materiel.pdf", paper.paper, name="paper"),
    path("groupe/<uuid:group_id>/seances/rattrapage", paper.catch_up, name="catch_up"),
    path("groupe/<uuid:group_id>/seances/regle", rule.group_rule, name="group_rule"),
    path(f"{M}/ordre-du-jour", plan.agenda, name="agenda"),
    path(f"{M}/supprimer", plan.cancel, name="cancel"),
    path(f"{M}/seance.ics", plan.calendar_file, name="calendar_file"),
    path("seances/<str:key>.ics", plan.calendar_feed, name="calendar_feed"),
    # the wall, the minutes
    path("ecran/<str:key>", wall.projector, name="projector"),
    path(f"{M}/compte-rendu", minutes.minutes, name="minutes"),
    path(f"{M}/compte-rendu.<str:kind>", minutes.file, name="minutes_file"),
    path(f"{M}/mon-prenom", naming.my_name, name="my_name"),
    path(f"{M}/compte-rendu/mon-prenom", naming.my_name_in_minutes, name="my_name_in_minutes"),
    path(f"{M}/compte-rendu/corriger", minutes.correct, name="correct"),
]
