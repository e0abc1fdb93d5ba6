using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Proviso.Screening.Lists.Readers;

/// <summary>A list as <c>{"list_id", "count", "entities": […]}</c>, made from publications that have no form of their own for machines.</summary>
internal static partial class EntitiesJsonReader
{
    // Short words in parentheses at the end of a name that are no abbreviation of it.
    private static readonly HashSet<string> NoAbbreviation = new(StringComparer.Ordinal)
    {
        "CJSC", "OJSC", "PJSC", "JSC", "LLC", "LLP", "LTD", "PTE", "PTY", "FZE", "FZC", "FZCO", "FZ", "INC", "CORP", "GROUP", "LIMITED", "COMPANY", "USA", "UAE", "PRC", "DPRK", "HK", "UK", "ROK", "HONGKONG", "CHINA", "SPC", "SARL", "GMBH",
    };

    private static readonly HashSet<string> Fields = new(["id", "name", "aliases", "country", "address", "status", "effective_date", "federal_register", "notes"], StringComparer.Ordinal);

    public static ListContent Read(Stream content, ListReadOptions options)
    {
        var reading = new Reading("entities-json", options);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var pending = new List<(PartyDraft Draft, int Line)>();
        new JsonEntries(content).Read("entities", (name, value) => fields[name] = JsonEntries.Text(value), (entry, line) => pending.Add((Entry(reading, entry, line), line)));
        var list = reading.List(fields.GetValueOrDefault("list_id", ""));
        if (list.Length == 0)
        {
            throw Fault.NoListId();
        }

        if (fields.GetValueOrDefault("count", "") is { Length: > 0 } count && count != pending.Count.ToString(CultureInfo.InvariantCulture))
        {
            throw Fault.Count(count, pending.Count);
        }

        foreach (var (draft, _) in pending)
        {
            draft.List = list;
            reading.Add(draft);
        }

        return reading.Content(reading.Day(fields.GetValueOrDefault("extracted"), DateOrder.MonthFirst));
    }

    private static PartyDraft Entry(Reading reading, JsonElement entry, int line)
    {
        reading.CheckFields(entry, Fields, line);
        var draft = reading.Draft("", JsonEntries.Text(entry, "id"), line);
        Name(draft, JsonEntries.Text(entry, "name"));
        foreach (var alias in JsonEntries.Items(entry, "aliases").Select(a => JsonEntries.Strict(a, "aliases")))
        {
            Aliases(draft, alias);
        }

        draft.Countries(JsonEntries.Text(entry, "country"));
        Addresses(draft, JsonEntries.Text(entry, "address"));
        draft.ListedFrom = reading.Day(JsonEntries.Text(entry, "effective_date"), DateOrder.MonthFirst);
        draft.Publication = JsonEntries.Text(entry, "federal_register");
        draft.Link = Links.FederalRegister(draft.Publication);
        if (JsonEntries.Text(entry, "status") is { Length: > 0 } status)
        {
            draft.Note("Status: " + status);
        }

        Notes(reading, draft, JsonEntries.Text(entry, "notes"));
        return draft;
    }

    // The printed name stays the main one; what it clearly holds besides becomes a name of its own.
    private static void Name(PartyDraft draft, string name)
    {
        draft.Name(name, ListedNameKind.Main);
        var bare = Nationality().Replace(name, "").Trim();
        if (bare.Length > 0 && bare != name)
        {
            draft.Name(bare, ListedNameKind.Alias);
        }

        foreach (var (part, kind) in Split(bare))
        {
            draft.Name(part, kind);
        }

        if (Abbreviation().Match(bare) is { Success: true } match && match.Groups["short"].Value is var shortName && !NoAbbreviation.Contains(shortName) && Fits(shortName, bare[..match.Index]))
        {
            draft.Name(shortName, ListedNameKind.Alias);
            draft.Name(bare[..match.Index], ListedNameKind.Alias);
        }
    }

    // In a name all in capitals nothing but its letters shows that a short word stands for it.
    private static bool Fits(string shortName, string name)
    {
        if (name.Any(char.IsAsciiLetterLower))
        {
            return true;
        }

        var at = 0;
        foreach (var c in name)
        {
            at += at < shortName.Length && c == shortName[at] ? 1 : 0;
        }

        return at == shortName.Length;
    }

    private static void Aliases(PartyDraft draft, string alias)
    {
        // Of a line that was cut in two the "and" alone may be left.
        foreach (var part in Text.Parts(alias, "; ").Where(p => p is not "and"))
        {
            var name = part.StartsWith("and ", StringComparison.Ordinal) ? part[4..] : part;
            if (Split(name).ToList() is { Count: > 0 } parts)
            {
                parts.ForEach(p => draft.Name(p.Name, p.Kind));
            }
            else
            {
                draft.Name(name, ListedNameKind.Alias);
            }
        }
    }

    /// <summary>The names around "a.k.a.", "f.k.a." and their kin; none where there is no such word.</summary>
    private static IEnumerable<(string Name, ListedNameKind Kind)> Split(string text)
    {
        var kind = ListedNameKind.Alias;
        var at = 0;
        foreach (Match match in AlsoKnown().Matches(text))
        {
            if (Clean(text[at..match.Index]) is { Length: > 0 } before)
            {
                yield return (before, kind);
            }

            kind = match.ValueSpan.IndexOfAny('f', 'F') >= 0 ? ListedNameKind.Former : ListedNameKind.Alias;
            at = match.Index + match.Length;
        }

        if (at > 0 && Clean(text[at..]) is { Length: > 0 } last)
        {
            yield return (last, kind);
        }
    }

    private static string Clean(string part)
    {
        var name = part.Trim(' ', ',', ';', ':');
        if (name.EndsWith('(') || (name.EndsWith(')') && !name.Contains('(', StringComparison.Ordinal)))
        {
            name = name[..^1];
        }

        return name.EndsWith(" and", StringComparison.Ordinal) ? name[..^4].TrimEnd(' ', ',') : name.TrimEnd(' ', ',', ';');
    }

    private static void Addresses(PartyDraft draft, string text)
    {
        // Names that slipped into the address when the list was printed: "(a.k.a., Some Company), 1 Some Street".
        var address = text;
        if (NamesInAddress().Match(address) is { Success: true } names)
        {
            var found = names.Groups["names"].Value.Split([", ", " and "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

            // A comma may stand inside a name; only parts of several words are surely names.
            foreach (var name in Array.TrueForAll(found, n => n.Contains(' ', StringComparison.Ordinal)) ? found : [names.Groups["names"].Value])
            {
                draft.Name(name, ListedNameKind.Alias);
            }

            address = address[names.Length..];
        }

        address = AliasWords().Replace(address, "");
        foreach (var part in Text.Parts(address, "; and "))
        {
            draft.Address(part);
        }
    }

    private static void Notes(Reading reading, PartyDraft draft, string notes)
    {
        draft.Note(notes);
        foreach (var part in notes.Split(["; ", " | "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(": ", StringComparison.Ordinal);
            var (label, value) = colon < 0 ? ("", "") : (part[..colon], part[(colon + 2)..]);
            switch (label)
            {
                case "USCC" or "LEI" or "IMO":
                    draft.Identifier(label.ToLowerInvariant(), Country().Replace(value, ""));
                    break;
                case "Date of birth":
                    draft.Born(value, DateOrder.MonthFirst);
                    draft.Kind = PartyKind.Person;
                    break;
                case "Expires":
                    draft.ListedUntil = reading.Day(value, DateOrder.MonthFirst);
                    break;
                case "Program" or "Authority":
                    draft.Program(value);
                    break;
                default:
                    break;
            }
        }
    }

    [GeneratedRegex(@"\s*\((PRC|DPRK|Russian|Chinese|Iranian|Syrian|Pakistani|Turkish|Indian|Taiwan|Taiwanese|Iraqi) (individual|entity|national)\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Nationality();

    [GeneratedRegex(@"\s+\((?<short>[A-Z][A-Z0-9&-]{2,11})\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"(^|[\s(;,])(a\.k\.a\.?,?|f\.k\.a\.?,?|[Aa]lso known as|[Ff]ormerly known as|[Ff]ormerly|aka)(\s|:)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AlsoKnown();

    [GeneratedRegex(@"^\(a\.k\.a\.,?\s(?<names>[^()]+)\),?\s*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NamesInAddress();

    [GeneratedRegex(@"^(a\.k\.a\.?,\s*)?(the following [a-z]+ alias(es)?:\s*)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AliasWords();

    [GeneratedRegex(@"\s*\([^()]*\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Country();
}
