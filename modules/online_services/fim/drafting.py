"""From the elements of FIM to a draft form. What has no match becomes a task for the editor and is never lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.building.naming import id_for, key_for
from modules.online_services.engine import fields
from modules.online_services.engine.definition import FormDefinition, Group, Item, Repeat, Step
from modules.online_services.engine.parts import FimReference
from modules.online_services.engine.texts import Text
from modules.online_services.fim.drafting_fields import Made, field_for, german, is_fim_id
from modules.online_services.fim.elements import FimChild, FimField, FimGroup, FimRule, FimSchema, FimValue
from modules.online_services.fim.translating import apply_rule, understand

ANY_NUMBER: Final = 10  # rows offered where the standard names no limit
_MAX_ROWS: Final = 100

Lists = Mapping[tuple[str, str], Sequence[FimValue]]  # by canonical uri and version; ("uri", "") fits every version


@dataclass(frozen=True, slots=True)
class DraftTask:
    """What an editor has to do by hand; the fields are those of models.FormTask."""

    kind: str
    part_id: str
    fim_id: str
    title: str
    text: str


@dataclass(slots=True)
class FormDraft:
    """The form that was made, and what is to be said about it."""

    definition: FormDefinition
    tasks: list[DraftTask] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    lists: list[tuple[str, str, bool]] = field(default_factory=list)  # uri, version, whether its entries were found

    def tasks_of(self, kind: str) -> list[DraftTask]:
        """Return the tasks of one kind."""
        return [task for task in self.tasks if task.kind == kind]


def draft_form(schema: FimSchema, lists: Lists) -> FormDraft:
    """Return the form for a schema; `lists` are the code lists that are at hand."""
    return _Drafting(lists).form(schema)


class _Drafting:
    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.taken: set[str] = set()
        self.tasks: list[DraftTask] = []
        self.counts = {"groups": 0, "fields": 0, "repeating": 0, "choices": 0}
        self.used: dict[tuple[str, str], bool] = {}
        self.rules: set[tuple[str, str]] = set()

    def form(self, schema: FimSchema) -> FormDraft:
        if not schema.is_alone:
            self._tell_about(schema, "")
        steps = tuple(self._steps(schema))
        title = german(schema.label[:200])
        definition = FormDefinition(
            key=key_for(schema.label, ()), title=title, steps=steps, intro=german(schema.help), fim=_reference(schema)
        )
        definition = self._with_rules(definition)
        counts = {"steps": len(steps), **self.counts}
        lists = [(uri, version, found) for (uri, version), found in self.used.items()]
        return FormDraft(definition, self.tasks, counts, lists)

    def _with_rules(self, definition: FormDefinition) -> FormDefinition:
        """Rules that say one simple thing are taken over; their tasks ask to check them."""
        for number, task in enumerate(self.tasks):
            rule = understand(task.text) if task.kind == "rule" else None
            changed = apply_rule(definition, rule, task.part_id) if rule else None
            if changed:
                definition = changed
                done = _("Als Regel übernommen („Anzeigen, wenn“). Bitte prüfen Sie, ob sie stimmt.")
                self.tasks[number] = replace(task, text=f"{task.text}\n\n{done}")
        return definition

    def _steps(self, schema: FimSchema) -> Iterator[Step]:
        """Each group on top is a step of its own; fields beside them stand together."""
        loose: list[FimChild] = []
        for child in schema.children:
            if isinstance(child.element, FimField):
                loose.append(child)
                continue
            if loose:
                yield self._loose_step(loose)
                loose = []
            yield self._step(child, child.element)
        if loose:
            yield self._loose_step(loose)

    def _step(self, child: FimChild, group: FimGroup) -> Step:
        step_id = self._id(f"schritt {group.label}")
        items = self._group(child, group)
        if len(items) == 1 and isinstance(items[0], Group) and items[0].repeat is None:
            return Step(
                id=step_id,
                title=german(group.label),
                intro=items[0].intro,
                items=(items[0].model_copy(update={"title": Text(), "intro": Text()}),),
            )
        return Step(id=step_id, title=german(group.label), items=tuple(items))

    def _loose_step(self, loose: Sequence[FimChild]) -> Step:
        title = _("Angaben")
        items = [item for child in loose for item in self._item(child)]
        return Step(id=self._id(f"schritt {title}"), title=german(title), items=tuple(items))

    def _item(self, child: FimChild) -> list[Item]:
        element = child.element
        return self._group(child, element) if isinstance(element, FimGroup) else self._field(child, element)

    def _group(self, child: FimChild, group: FimGroup) -> list[Item]:
        """The group, and before it the question whether it is wanted where it may be left out."""
        self.counts["groups"] += 1
        group_id = self._id(group.label)
        self._tell_about(group, group_id)
        chooser, items = self._choice(group) if group.is_choice else (None, self._items(group.children))
        repeat = self._repeat(child, group.label)
        wanted = self._wanted(child, group) if repeat is None else None
        made = Group(
            id=group_id,
            title=german(group.label),
            intro=german(group.help),
            show=wanted.id if wanted else "",
            repeat=repeat,
            items=(*((chooser,) if chooser else ()), *items),
            fim=_reference(group),
        )
        return [wanted, made] if wanted else [made]

    def _items(self, children: Sequence[FimChild]) -> tuple[Item, ...]:
        return tuple(item for child in children for item in self._item(child))

    def _choice(self, group: FimGroup) -> tuple[Item, tuple[Item, ...]]:
        """Of the parts of a choice one is filled in: a question before them says which."""
        self.counts["choices"] += 1
        chooser_id = self._id(f"auswahl {group.label}")
        options, items = [], list[Item]()
        for number, child in enumerate(group.children, start=1):
            value = str(number)
            options.append(fields.Option(value=value, label=german(child.element.label)))
            chosen = child.model_copy(update={"least": max(child.least, 1)})
            items += [_shown(item, f"{chooser_id} == '{value}'") for item in self._item(chosen)]
        label = german(_("Was trifft zu?"))
        return fields.ChoiceField(id=chooser_id, label=label, options=tuple(options), required=True), tuple(items)

    def _wanted(self, child: FimChild, group: FimGroup) -> fields.YesNoField | None:
        """A group that may be left out, with fields that may not, needs a question before it."""
        if child.least or not _demands_something(group):
            return None
        label = _("Möchten Sie Angaben zu „%(label)s“ machen?") % {"label": group.label}
        return fields.YesNoField(id=self._id(f"angaben {group.label}"), label=german(label))

    def _repeat(self, child: FimChild, label: str) -> Repeat | None:
        if child.most is not None and child.most <= 1:
            return None
        self.counts["repeating"] += 1
        most = max(min(child.most or ANY_NUMBER, _MAX_ROWS), 1)
        least = min(child.least, most)
        return Repeat(minimum=least, maximum=most, row_label=german(label), add_label=german(_("Weitere hinzufügen")))

    def _field(self, child: FimChild, element: FimField) -> list[Item]:
        self.counts["fields"] += 1
        field_id = self._id(element.label)
        self._tell_about(element, field_id)
        made = field_for(element, child, field_id, self._entries(element, field_id))
        for title, text in made.notes:
            self._add("part", field_id, element.id, f"{element.label}: {title}", text)
        return [self._rows_of(made, child, element)] if self._needs_rows(made, child) else [made.field]

    def _needs_rows(self, made: Made, child: FimChild) -> bool:
        return not made.takes_many and (child.most is None or child.most > 1)

    def _rows_of(self, made: Made, child: FimChild, element: FimField) -> Group:
        """A field that may be given several times stands alone in a group of rows without an id of FIM."""
        repeat = self._repeat(child, element.label)
        return Group(
            id=self._id(f"{element.label} liste"), title=german(element.label), repeat=repeat, items=(made.field,)
        )

    def _entries(self, element: FimField, field_id: str) -> Sequence[FimValue]:
        """The options of a choice: in the file itself, else from a list that is at hand, else a task."""
        if element.values or element.input != "select":
            return element.values
        reference = element.code_list
        if reference is None:
            text = _("Für diese Auswahl nennt das Schema keine Werte. Bitte tragen Sie sie ein.")
            self._add("code_list", field_id, element.id, element.label, text)
            return ()
        key = (reference.uri, reference.version)
        found = self.lists.get(key) or self.lists.get((reference.uri, "")) or ()
        self.used[key] = bool(found)
        if not found:
            text = _(
                "Bitte laden Sie die Liste im XRepository als Genericode und lesen Sie das Schema mit ihr noch einmal "
                "ein, oder tragen Sie die Auswahl von Hand ein: %(uri)s, Version %(version)s"
            )
            words = {"uri": reference.uri, "version": reference.version or "–"}
            self._add("code_list", field_id, element.id, element.label, text % words)
        return found

    def _tell_about(self, element: FimSchema | FimGroup | FimField, part_id: str) -> None:
        for rule in element.rules:
            self._add_rule(rule, part_id)
        for unknown in element.unknown:
            title = _("%(label)s: unbekannter Bestandteil") % {"label": element.label}
            self._add("part", part_id, element.id, title, unknown)
        if not is_fim_id(element.id):
            text = _("„%(id)s“ ist keine Kennung von FIM. Der Baustein hat deshalb im Formular keine.")
            self._add("part", part_id, element.id, element.label, text % {"id": element.id})

    def _add_rule(self, rule: FimRule, part_id: str) -> None:
        if (rule.id, part_id) not in self.rules:
            self.rules.add((rule.id, part_id))
            text = rule.all_text or _("Das Schema sagt nicht mehr als den Namen.")
            self._add("rule", part_id, f"{rule.id} {rule.version}".strip(), rule.name or rule.id, text)

    def _add(self, kind: str, part_id: str, fim_id: str, title: str, text: str) -> None:
        self.tasks.append(DraftTask(kind, part_id, fim_id[:120], title[:300], text))

    def _id(self, words: str) -> str:
        found = id_for(words, self.taken)
        self.taken.add(found)
        return found


def _reference(element: Any) -> FimReference | None:
    if not is_fim_id(element.id):
        return None
    return FimReference(id=element.id, version=element.version, name=element.name)


def _shown(item: Item, rule: str) -> Item:
    show = f"({item.show}) and {rule}" if item.show else rule
    return item.model_copy(update={"show": show})


def _demands_something(group: FimGroup) -> bool:
    return group.is_choice or any(
        child.least and (isinstance(child.element, FimField) or _demands_something(child.element))
        for child in group.children
    )


__all__ = ["DraftTask", "FormDraft", "Lists", "draft_form"]
