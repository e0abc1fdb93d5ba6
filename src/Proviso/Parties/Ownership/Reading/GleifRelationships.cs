using System.Globalization;
using Proviso.Documents;

namespace Proviso.Parties.Ownership.Reading;

/// <summary>
/// The relationship records (level 2) of the Global LEI Foundation, as its golden copy publishes them in CSV. Holders are LEIs.
/// </summary>
/// <remarks>
/// A record says that a parent consolidates a child in its accounts: control, which is mostly more than half and need not be. So the share
/// lies anywhere from nothing to all, unless the record has a quantifier in PERCENTAGE, which is taken as the exact share. Only direct
/// consolidation that is ACTIVE becomes a stake: an ultimate parent owns through direct ones and would count twice; branches and funds are
/// no owned companies. Each of those is left out and counted in a note. Columns that are not named here are passed over.
/// </remarks>
public static class GleifRelationships
{
    private const string Child = "Relationship.StartNode.NodeID";
    private const string Parent = "Relationship.EndNode.NodeID";
    private const string Type = "Relationship.RelationshipType";
    private const string Status = "Relationship.RelationshipStatus";
    private const string Registration = "Registration.RegistrationStatus";

    // The published table has five groups of each; more would be passed over.
    private const int Groups = 5;

    /// <summary>Reads the records into a builder; problems go there with their lines.</summary>
    public static void Read(Stream stream, OwnershipBookBuilder builder)
    {
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        CsvTable.Read(stream, builder, Check, row => Row(row, builder, leftOut));
        foreach (var (what, count) in leftOut)
        {
            builder.AddNote(string.Create(CultureInfo.InvariantCulture, $"{count} records left out: {what}"));
        }
    }

    private static string? Check(CsvTable table) =>
        new[] { Child, Parent, Type, Status }.FirstOrDefault(c => !table.Has(c)) is { } missing ? $"the column {missing} of the GLEIF relationship records is missing" : null;

    private static void Row(CsvTable row, OwnershipBookBuilder builder, SortedDictionary<string, int> leftOut)
    {
        if (LeftOut(row) is { } why)
        {
            leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
            return;
        }

        builder.AddHolder(row[Child], line: row.Line);
        builder.AddHolder(row[Parent], line: row.Line);
        var (from, until) = Period(row, builder);
        if (Share(row, builder) is { } share)
        {
            builder.AddStake(new Stake(row[Parent], row[Child], share, StakeKind.Ownership, from, until, "GLEIF relationship record", row.Line));
        }
    }

    private static string? LeftOut(CsvTable row) =>
        row[Type] != "IS_DIRECTLY_CONSOLIDATED_BY" ? (row[Type] == "IS_ULTIMATELY_CONSOLIDATED_BY" ? "ultimate parents, who own through direct ones" : "of a type that is no ownership: " + Short(row[Type]))
        : row[Status] != "ACTIVE" ? "no longer active"
        : row[Registration] is "ANNULLED" or "DUPLICATE" or "RETIRED" ? "annulled, duplicate or retired"
        : null;

    // A stranger's word goes into a note and into a table of counts: neither may grow with it.
    private static string Short(string word) => word.Length <= 40 && word.All(c => char.IsAsciiLetterUpper(c) || c is '_' or '-') ? word : "another word";

    private static (DateOnly? From, DateOnly? Until) Period(CsvTable row, OwnershipBookBuilder builder)
    {
        for (var i = 1; i <= Groups; i++)
        {
            var group = string.Create(CultureInfo.InvariantCulture, $"Relationship.Period.{i}.");
            if (row[group + "periodType"] == "RELATIONSHIP_PERIOD")
            {
                return (StrictText.Day(row[group + "startDate"], group + "startDate", row.Line, builder), StrictText.Day(row[group + "endDate"], group + "endDate", row.Line, builder));
            }
        }

        return (null, null);
    }

    private static ShareInterval? Share(CsvTable row, OwnershipBookBuilder builder)
    {
        for (var i = 1; i <= Groups; i++)
        {
            var group = string.Create(CultureInfo.InvariantCulture, $"Relationship.Quantifiers.{i}.");
            if (row[group + "QuantifierUnits"] == "PERCENTAGE" && row[group + "QuantifierAmount"] is { Length: > 0 } amount)
            {
                if (ShareInterval.TryFigure(amount, out var share))
                {
                    return ShareInterval.Exactly(share);
                }

                builder.Add(new Problem("PRV0711", group + "QuantifierAmount", row.Line, 1, $"{amount} is no share", "write percent with at most six decimals"));
                return null;
            }
        }

        return ShareInterval.Unknown;
    }
}
