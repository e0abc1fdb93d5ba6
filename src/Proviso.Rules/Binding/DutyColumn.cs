namespace Proviso.Rules.Binding;

/// <summary>Headings of test tables that ask for duties: <c>requires ACT</c> and <c>forbids ACT</c>.</summary>
internal static class DutyColumn
{
    public static bool TryRead(string column, out bool forbids, out string act)
    {
        forbids = column.StartsWith("forbids ", StringComparison.Ordinal);
        var word = forbids ? "forbids " : "requires ";
        act = column.StartsWith(word, StringComparison.Ordinal) ? column[word.Length..] : "";
        return act.Length > 0;
    }
}
