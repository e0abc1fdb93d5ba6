using System.Collections.Immutable;
using System.Globalization;
using Proviso.Rules.Syntax;

namespace Proviso.Rules.Binding;

/// <summary>Clauses on what a change of law does to what began before it.</summary>
internal sealed partial class Binder
{
    // The facts a saving looks at; the vocabulary declares them.
    private const string StateFact = "goods.state";
    private const string OrderedFact = "goods.ordered";
    private const string StateDayFact = "goods.state_on";
    private const string MovementFact = "kind";

    /// <summary>Binds a clause on a change; other clauses are left alone.</summary>
    private void BindChange(ProvisionVersion version, ClauseSyntax clause)
    {
        switch (clause)
        {
            case SavingClauseSyntax c:
                if (BindSaving(version, c) is { } saving)
                {
                    version.Savings = version.Savings.Add(saving);
                }

                break;
            case VacatedClauseSyntax c:
                if (c.By is null || c.Published?.Value is not { } day)
                {
                    Error("PRV0225", c, "the statement does not say by what document, published when", "add `by \"DOCUMENT\" published DATE`");
                }
                else if (OnlyOnce(version.Vacated, c, "vacated"))
                {
                    version.Vacated = new VacatedStatement(c.By.Value, day);
                }

                break;
            case StandingPermitsClauseSyntax c:
                BindPermits(version, c);
                break;
            case EasingClauseSyntax c:
                version.Easing = c.Remark?.Value ?? "";
                break;
            case ReceiptClauseSyntax c:
                if (FindFact(c.Fact) is { } fact)
                {
                    if (fact.Type != FactType.Date)
                    {
                        Error("PRV0204", c.Fact, $"`{fact.Name}` is not a date", "a letter binds from the day that a date fact names");
                        break;
                    }

                    version.ReceiptFact = fact;
                }

                break;
            default:
                break;
        }
    }

    private bool OnlyOnce(object? earlier, SyntaxNode clause, string word)
    {
        if (earlier is null)
        {
            return true;
        }

        Error("PRV0227", clause, $"a version says `{word}` once", "keep one of them");
        return false;
    }

    private void BindPermits(ProvisionVersion version, StandingPermitsClauseSyntax c)
    {
        var change = c.Verb.Text switch { "end" or "lapse" => PermitChange.End, "void" => PermitChange.Void, _ => PermitChange.Continue };
        if (change == PermitChange.End && c.On?.Value is null)
        {
            return;
        }

        var effect = new PermitEffect(PlaceOf(c), change, c.On?.Value, c.Remark?.Value);
        if (c.Licenses && OnlyOnce(version.Licenses, c, "licenses"))
        {
            version.Licenses = effect;
        }
        else if (!c.Licenses && OnlyOnce(version.Reservations, c, "reservations"))
        {
            version.Reservations = effect;
        }
    }

    private Saving? BindSaving(ProvisionVersion version, SavingClauseSyntax c)
    {
        var state = SavingFact(c, StateFact, FactType.OneOf);
        var ordered = c.Ordered ? SavingFact(c, OrderedFact, FactType.YesNo) : null;
        var movement = SavingFact(c, MovementFact, FactType.OneOf);
        var stateDay = _facts.TryGetValue(StateDayFact, out var day) && day.Type == FactType.Date ? day : null;
        if (state is null || movement is null || (c.Ordered && ordered is null) || c.On.Value is not { } on)
        {
            return null;
        }

        if (c.By is null)
        {
            Error("PRV0225", c, "the saving does not say by what document", "add `by \"DOCUMENT\"`; `published DATE` where that is another day than that of the provision");
            return null;
        }

        if (c.Level is null)
        {
            Error("PRV0251", c, "the saving does not say how it was verified", "add `verified code`, `primary`, `secondary` or `unverified`, with a remark");
            return null;
        }

        var level = OneOf(c.Level, VerificationWords, "PRV0220", "verification", Verification.Unverified);
        if (c.Before?.Value is { } before && before <= on)
        {
            Error("PRV0209", c.Before, $"it ends on {before:yyyy-MM-dd}, not after it begins on {on:yyyy-MM-dd}", "`before` names the first day on which nothing is saved");
            return null;
        }

        if (c.Before is null && level != Verification.Unverified)
        {
            Error("PRV0251", c, "a saving without an end cannot be relied on", "add `before DATE`, or mark it `verified unverified` and say which text would tell");
            return null;
        }

        if (c.Before is not null && c.Before.Value is null)
        {
            return null;
        }

        var states = c.States.Select(n => Member(state.Enum!, n)).Where(i => i >= 0).Distinct().ToImmutableArray();
        var movements = c.Movements.Select(n => Member(movement.Enum!, n)).Where(i => i >= 0).Distinct().ToImmutableArray();
        if (states.IsEmpty || movements.IsEmpty)
        {
            Error("PRV0251", c, "the saving names no state or no movement", "list them, as in `for {laden en-route} … of {export}`");
            return null;
        }

        return new Saving(
            PlaceOf(c), c.Title.Value, state, new BoundSetLiteral(state.Enum!, states), ordered, stateDay, movement, new BoundSetLiteral(movement.Enum!, movements),
            on, c.Before?.Value, level, c.Remark?.Value, c.By.Value, c.Published?.Value ?? DateOnly.MinValue);
    }

    private FactDefinition? SavingFact(SavingClauseSyntax clause, string name, FactType type)
    {
        if (_facts.TryGetValue(name, out var fact) && fact.Type == type)
        {
            return fact;
        }

        Error("PRV0251", clause, $"a saving looks at the fact `{name}`, which the vocabulary does not declare as {(type == FactType.YesNo ? "yes-no" : "one-of")}",
            $"declare it: `fact {name} {(type == FactType.YesNo ? "yes-no" : "one-of …")} \"title\"`");
        return null;
    }

    /// <summary>Checks of a version that need all of its clauses.</summary>
    private void CheckChanges(ProvisionVersion version)
    {
        version.Savings = [.. version.Savings.Select(s => s.Published == DateOnly.MinValue ? s with { Published = version.InForce.Published } : s)];
        foreach (var saving in version.Savings)
        {
            if (version.Effect is not OutcomeEffect || !version.ExceptionTo.IsEmpty)
            {
                ErrorAt("PRV0251", saving.Place, $"only a provision that concludes and is no exception can leave something to the earlier law; `{version.Name}` is not one",
                    "put the saving on the requirement that the change brought");
            }

            if (saving.On < version.InForce.From)
            {
                ErrorAt("PRV0209", saving.Place, $"it saves what was under way on {saving.On:yyyy-MM-dd}, before the provision is in force on {version.InForce.From:yyyy-MM-dd}",
                    "`on` names the day of the change");
            }
        }

        if (version.Licenses is { On: { } end } && end < version.InForce.From)
        {
            ErrorAt("PRV0209", version.Licenses.Place, $"licenses end on {end:yyyy-MM-dd}, before the provision is in force on {version.InForce.From:yyyy-MM-dd}", "what counts as never issued is `void from the start`");
        }
    }

    /// <summary>The hour of a clause; null where there is none.</summary>
    private TimeOnly? HourOf(NameSyntax? hour)
    {
        if (hour is null)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(hour.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        Error("PRV0252", hour, $"`{hour.Text}` is no hour of a day", "hours run from 00:00 to 23:59");
        return null;
    }

    /// <summary>The zone of a corpus; null where it names none.</summary>
    private TimeZoneInfo? ZoneOf(NameSyntax? name)
    {
        if (name is null || name.Text.Length == 0)
        {
            return null;
        }

        // Only names with an area, such as Asia/Shanghai: an abbreviation such as EST knows no summer time.
        if (name.Text.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(name.Text, out var zone))
        {
            return zone;
        }

        Error("PRV0252", name, $"unknown time zone `{name.Text}`", "name it as the IANA database does, as in `America/New_York` or `Asia/Shanghai`");
        return null;
    }

    /// <summary>An end without an hour takes that of the version, made by the same document on the same day, that follows it: else the law would have a gap in between.</summary>
    private static void JoinHours(CorpusScope scope)
    {
        foreach (var version in scope.Provisions.Where(p => p is { End: not null, EndHour: null }))
        {
            version.EndHour = scope.Provisions.FirstOrDefault(p => p.Hour is not null && p.InForce.From == version.End!.From && string.Equals(p.InForce.By, version.End.By, StringComparison.Ordinal))?.Hour;
        }
    }
}
