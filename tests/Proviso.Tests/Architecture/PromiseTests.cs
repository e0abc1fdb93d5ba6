using System.Reflection;
using System.Text.RegularExpressions;

namespace Proviso.Tests.Architecture;

/// <summary>Promises of the source that no compiler holds.</summary>
public partial class PromiseTests
{
    private static readonly string[] s_forbiddenRooms =
        ["Common", "Core", "Shared", "Helpers", "Utils", "Utilities", "Misc", "Models", "Enums", "Interfaces", "Services", "Managers", "Base"];

    [Fact]
    public void The_law_language_never_mentions_a_chip()
    {
        // Comments and docs may show examples; identifiers and string literals may not know the trade.
        var found = SourceTree.SourceFiles
            .Where(f => f.StartsWith("src/Proviso.Rules/", StringComparison.Ordinal))
            .SelectMany(f => SourceTree.Read(f).Split('\n').Select((line, i) => (Place: $"{f}:{i + 1}", Code: Comment().Replace(line, ""))))
            .SelectMany(l => Words().Matches(l.Code).Where(w => TradeWord().IsMatch(w.Value)).Select(w => $"{l.Place}: `{w.Value}`"));

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("var itemTpp = 1;")]
    [InlineData("ChipName")]
    [InlineData("\"3A090.a\"")]
    [InlineData("eccn")]
    public void The_guard_of_the_language_sees_the_words_of_the_trade(string code) =>
        Assert.Contains(Words().Matches(code), w => TradeWord().IsMatch(w.Value));

    [Fact]
    public void The_guard_of_the_language_lets_other_words_pass() =>
        Assert.DoesNotContain(Words().Matches("var chipped = Stepping + Description;"), w => TradeWord().IsMatch(w.Value));

    [Theory]
    [InlineData("Proviso.Quantities")]
    [InlineData("Proviso.Rules")]
    [InlineData("Proviso")]
    public void No_public_member_of_the_lower_floors_speaks_in_floating_point(string assembly)
    {
        // A legal figure is exact. Match scores and geometry get a named exception here when they come.
        var found = SourceTree.Load(assembly).GetExportedTypes().SelectMany(FloatingMembers);

        Assert.Empty(found);
    }

    [Fact]
    public void No_room_bears_a_name_that_says_nothing()
    {
        var found = SourceTree.SourceFiles.Where(f => f.Split('/').SkipLast(1).Intersect(s_forbiddenRooms, StringComparer.OrdinalIgnoreCase).Any());

        Assert.Empty(found);
    }

    [Fact]
    public void A_namespace_is_the_path_of_its_folder()
    {
        var found = SourceTree.Files
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) && (f.StartsWith("src/", StringComparison.Ordinal) || f.StartsWith("tests/", StringComparison.Ordinal)))
            .Select(f => (File: f, Expected: string.Join('.', f.Split('/')[1..^1]), Declared: Namespace().Match(SourceTree.Read(f)).Groups[1].Value))
            .Where(f => f.Declared.Length > 0 && f.Declared != f.Expected)
            .Select(f => $"{f.File} declares {f.Declared}, its folder says {f.Expected}");

        Assert.Empty(found);
    }

    [Fact]
    public void No_source_line_is_longer_than_280_characters()
    {
        var found = SourceTree.SourceFiles
            .SelectMany(f => SourceTree.Read(f).Split('\n').Select((line, i) => (Place: $"{f}:{i + 1}", line.Length)))
            .Where(l => l.Length > 280)
            .Select(l => $"{l.Place}: {l.Length} characters");

        Assert.Empty(found);
    }

    [Fact]
    public void A_note_of_unfinished_work_says_why()
    {
        var found = SourceTree.SourceFiles
            .SelectMany(f => SourceTree.Read(f).Split('\n').Select((line, i) => (Place: $"{f}:{i + 1}", Line: line)))
            .Where(l => Unfinished().IsMatch(l.Line) && !UnfinishedWithReason().IsMatch(l.Line))
            .Select(l => $"{l.Place}: {l.Line.Trim()}");

        Assert.Empty(found);
    }

    [Fact]
    public void A_room_with_tests_keeps_them_in_a_folder_of_its_own_name()
    {
        // Rooms without tests yet are passed over: this holds the mirror, coverage is for reviewers.
        var rooms = SourceTree.SourceFiles.Select(f => f.Split('/')).Where(p => p.Length > 3).Select(p => $"{p[1]}/{p[2]}").ToHashSet(StringComparer.Ordinal);
        var found = SourceTree.Files
            .Where(f => f.StartsWith("tests/Proviso.Tests/Proviso", StringComparison.Ordinal) && f.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Select(f => f.Split('/'))
            .Where(p => p.Length > 4 && !rooms.Contains($"{p[2]}/{p[3]}"))
            .Select(p => string.Join('/', p) + " mirrors no room of src");

        Assert.Empty(found);
    }

    private static IEnumerable<string> FloatingMembers(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(Visible))
        {
            IEnumerable<Type> spoken = member switch
            {
                MethodBase method => method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
                PropertyInfo property => [property.PropertyType],
                FieldInfo field => [field.FieldType],
                _ => [],
            };
            if (spoken.Any(IsFloating))
            {
                yield return $"{type.FullName}.{member.Name}";
            }
        }
    }

    private static bool IsFloating(Type type) =>
        type == typeof(double) || type == typeof(float) || type == typeof(Half)
        || (type.HasElementType && IsFloating(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(IsFloating));

    [GeneratedRegex(@"(?<![:""])//.*$")]
    private static partial Regex Comment();

    // Identifiers are cut at humps: `itemTpp` gives `item` and `Tpp`.
    [GeneratedRegex(@"\d[A-Z]\d{3}|[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^(tpp|chips?|gpus?|eccns?|semiconductors?|wafers?|hbm|dram|nvidia|3A090|4A090|3A001|4A003|5A002|5A992)$", RegexOptions.IgnoreCase)]
    private static partial Regex TradeWord();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*[;{]", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b: \S+( \S+){2,}")]
    private static partial Regex UnfinishedWithReason();
}
