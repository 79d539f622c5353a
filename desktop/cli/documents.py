"""Scored tables, findings and imports as JSON documents: decimal strings in canonical form, absent is null."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from desktop.kit.wording import GRADES
from desktop.kit.wording_findings import finding_text
from desktop.kit.wording_steps import step_text
from scoring.finding import Finding
from scoring.number import canonical, parse_amount, round_half_up
from scoring.rulebook import figure_names
from scoring.scored import Rate, ScoredFact, ScoredFund, ScoredNode, ScoredTable, Step
from scoring.table import NodeKind, RecordKind, Status

Document: TypeAlias = dict[str, Any]

RATE_PLACES = 10  # of quotients that have no end; scores are exact and carry all their places


def number(value: Decimal | Fraction | None) -> str | None:
    """A figure as scored; a quotient without an end has ten places, half up."""
    if value is None:
        return None
    return canonical(round_half_up(value, RATE_PLACES) if isinstance(value, Fraction) else value)


def words(text: str) -> str | None:
    return text or None


def scored_document(scored: ScoredTable, findings: Iterable[Finding]) -> Document:
    """What ``ziping show`` prints."""
    heading, key, figures = scored.table.heading, scored.table.key, figure_names(scored.rulebook)
    grade = {band.key: band.label for band in scored.rulebook.grades}.get(scored.grade, GRADES.get(scored.grade, ""))
    return {
        "unit": key.unit,
        "year": key.year,
        "subject": key.subject,
        "title": words(heading.title),
        "form": heading.form,
        "rulebook": scored.rulebook.key,
        "state": heading.status.value,
        "sealed": heading.status is Status.SEALED,
        "money_unit": heading.money_unit,
        "points": number(scored.points),
        "score": number(scored.score),
        "score_text": None if scored.score is None else score_text(scored.score),
        "rule_score": number(scored.rule_score),
        "published_score": number(scored.published_score),
        "pending": scored.pending,
        "grade": words(grade),
        "published_grade": words(heading.published_grade_text),
        "details": [{"key": each.id, "label": each.label, "text": each.text} for each in scored.table.details],
        "funds": [fund_document(each) for each in scored.funds],
        "base_facts": [fact_document(each) for each in scored.base_facts],
        "rates": [rate_document(each, figures) for each in scored.rates],
        "tasks": [task_document(each) for each in scored.rows.values() if each.node.kind is NodeKind.TASK],
        "nodes": [node_document(each, figures) for each in scored.rows.values()],
        "narratives": [{"key": each.id, "title": each.title, "text": each.text} for each in scored.table.narratives],
        "findings": [finding_document(each, scored) for each in findings],
    }


def score_text(score: Decimal) -> str:
    """A score as people see it: all its places, two at least."""
    text = canonical(score)
    whole, _, places = text.partition(".")
    return f"{whole}.{places.ljust(2, '0')}"


def fund_document(fund: ScoredFund) -> Document:
    return {
        "group": fund.line.group,
        "label": fund.line.label,
        "initial_budget": number(fund.initial_budget),
        "adjusted_budget": number(fund.adjusted_budget),
        "executed": number(fund.executed),
        "execution_rate": number(fund.execution_rate),
        "execution_rate_text": words(fund.execution_rate_text),
        "published_rate": number(fund.published_rate),
    }


def fact_document(each: ScoredFact) -> Document:
    value = number(each.value) if each.value is not None else words(each.fact.value_text)
    return {"label": each.fact.label, "value": value, "unit": each.fact.unit, "group": words(each.fact.group)}


def rate_document(rate: Rate, figures: Mapping[str, str]) -> Document:
    return {
        "key": rate.key,
        "label": rate.label,
        "value": number(rate.value),
        "value_text": words(rate.value_text),
        "steps": steps_document(rate.steps, figures),
    }


def steps_document(steps: Iterable[Step], figures: Mapping[str, str]) -> list[Document]:
    return [{"code": each.code, "text": step_text(each, figures)} for each in steps]


def task_document(row: ScoredNode) -> Document:
    money = parse_amount(row.node.money_text)
    return {
        "id": row.node.id,
        "name": row.node.name,
        "expected": words(row.node.target_text),
        "actual": words(row.node.actual_text),
        "money": words(row.node.money_text) if money is None else canonical(money),
    }


def node_document(row: ScoredNode, figures: Mapping[str, str]) -> Document:
    node = row.node
    return {
        "id": node.id,
        "path": list(row.path),
        "level": node.level,
        "leaf": node.leaf,
        "points": number(row.points),
        "explanation": words(node.explanation),
        "target_text": words(node.comparator_text + node.target_text + node.target_unit_text),
        "actual_text": words(node.actual_text),
        "completion_rate": number(row.completion_rate),
        "met": row.met,
        "rule_score": number(row.rule_score),
        "given_score": number(row.given_score),
        "published_score": number(row.published_score),
        "score": number(row.score),
        "evidence": words(node.evidence_text),
        "remark": words(node.remark_text),
        "reason": words(node.reason_text),
        "steps": steps_document(row.steps, figures),
    }


def finding_document(finding: Finding, scored: ScoredTable) -> Document:
    place = finding.place
    path: list[str] = []
    if place.kind is RecordKind.NODE and place.id in scored.rows:
        path = list(scored.rows[place.id].path)
    elif place.kind is RecordKind.FUND:
        path = next(([each.line.group, each.line.label] for each in scored.funds if each.line.id == place.id), [])
    elif place.kind is RecordKind.BASE_FACT:
        path = next(([each.fact.label] for each in scored.base_facts if each.fact.id == place.id), [])
    elif place.kind is RecordKind.NARRATIVE:
        path = next(([each.title] for each in scored.table.narratives if each.id == place.id), [])
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": {"id": words(place.id), "path": path, "field": words(place.field)},
        "message": finding_text(finding, scored),
        "facts": dict(finding.facts),
    }
