using System.Collections.Immutable;
using Proviso.Documents;
using Proviso.Places;

namespace Proviso.Parties.Ownership.Reading;

/// <summary>
/// Stakes in a plain table. Columns: <c>owner</c>, <c>owned</c> and either <c>share</c> (<c>25</c>, <c>25%</c>, <c>25-50</c>, <c>&gt;=25</c>,
/// <c>unknown</c>) or <c>low</c> and <c>high</c>; and if wanted <c>kind</c> (ownership, voting), <c>from</c>, <c>until</c> (the last day),
/// <c>source</c>, and for each side <c>owner_…</c> and <c>owned_…</c>: <c>name</c>, <c>country</c>, <c>owners</c> (complete, person, unknown),
/// <c>listed</c> (list ids with ; between). A row without an owner and a share declares its owned party alone. Other columns are an error.
/// </summary>
public static class OwnershipCsv
{
    private static readonly string[] Columns =
    [
        "owner", "owned", "share", "low", "high", "kind", "from", "until", "source",
        "owner_name", "owner_country", "owner_owners", "owner_listed", "owned_name", "owned_country", "owned_owners", "owned_listed",
    ];

    /// <summary>Reads the table into a builder; problems go there with their lines.</summary>
    public static void Read(Stream stream, OwnershipBookBuilder builder) => CsvTable.Read(stream, builder, Check, row => Row(row, builder));

    private static string? Check(CsvTable table)
    {
        if (!table.Has("owner") || !table.Has("owned") || table.Has("share") == (table.Has("low") && table.Has("high")) || table.Has("low") != table.Has("high"))
        {
            return "columns owner, owned and share are expected, or owner, owned, low and high";
        }

        return table.Names.Except(Columns, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } other ? $"the column {other} is none of: {string.Join(", ", Columns)}" : null;
    }

    private static void Row(CsvTable row, OwnershipBookBuilder builder)
    {
        var declaresOnly = row["owner"].Length == 0 && row["share"].Length == 0 && row["low"].Length == 0 && row["high"].Length == 0;
        AddHolder("owned", row, builder);
        if (declaresOnly)
        {
            return;
        }

        AddHolder("owner", row, builder);
        var kind = row["kind"] switch
        {
            "" or "ownership" => StakeKind.Ownership,
            "voting" => StakeKind.Voting,
            var other => Unknown(other),
        };
        if (Share(row, builder) is { } share)
        {
            builder.AddStake(new Stake(
                row["owner"], row["owned"], share, kind,
                StrictText.Day(row["from"], "from", row.Line, builder), StrictText.Day(row["until"], "until", row.Line, builder), row["source"], row.Line));
        }

        StakeKind Unknown(string word)
        {
            builder.Add(new Problem("PRV0716", "kind", row.Line, 1, $"{word} is no kind of stake", "write ownership or voting"));
            return default;
        }
    }

    private static ShareInterval? Share(CsvTable row, OwnershipBookBuilder builder)
    {
        if (row.Has("share"))
        {
            // An empty field would be a share that somebody forgot as likely as one that nobody knows.
            if (ShareInterval.TryParse(row["share"], out var share))
            {
                return share;
            }

            builder.Add(Unreadable("share", row["share"], row.Line));
            return null;
        }

        if (!ShareInterval.TryFigure(row["low"], out var low))
        {
            builder.Add(Unreadable("low", row["low"], row.Line));
            return null;
        }

        if (!ShareInterval.TryFigure(row["high"], out var high))
        {
            builder.Add(Unreadable("high", row["high"], row.Line));
            return null;
        }

        return new(low, high);
    }

    private static Problem Unreadable(string field, string text, int line) =>
        new("PRV0711", field, line, 1, $"{(text.Length == 0 ? "an empty field" : text)} is no share", "write percent with at most six decimals: 25, 33.333333, 25-50, >=25, or unknown");

    private static void AddHolder(string side, CsvTable row, OwnershipBookBuilder builder)
    {
        Country? country = null;
        if (row[side + "_country"] is { Length: > 0 } where && (country = Country.Find(where)) is null)
        {
            builder.Add(new Problem("PRV0716", side + "_country", row.Line, 1, $"{where} is no country", $"take {Country.Suggest(where)}, or leave it out"));
        }

        var owners = row[side + "_owners"] switch
        {
            "" or "unknown" => OwnersKnown.NotAll,
            "complete" => OwnersKnown.Complete,
            "person" => OwnersKnown.Person,
            var other => Unknown(other),
        };
        var lists = row[side + "_listed"].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
        var name = row[side + "_name"] is { Length: > 0 } given ? given : row[side];
        builder.AddHolder(new Holder(row[side], name, country, owners, lists), row.Line);

        OwnersKnown Unknown(string word)
        {
            builder.Add(new Problem("PRV0716", side + "_owners", row.Line, 1, $"{word} says nothing about owners", "write complete, person or unknown"));
            return default;
        }
    }
}
