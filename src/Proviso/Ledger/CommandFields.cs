using System.Globalization;

namespace Proviso.Ledger;

// The numbers stand in every encoded entry: add, never change.
internal enum CommandKind
{
    OpenAccount = 1,
    Grant = 2,
    Reserve = 3,
    Ship = 4,
    Release = 5,
    Lapse = 6,
    Return = 7,
    Reverse = 8,
    Adjust = 9,
    Freeze = 10,
    Unfreeze = 11,
    Close = 12,
    SetRate = 13,
    RecordSale = 14,
    Suspend = 15,
    Reinstate = 16,
    Linked = 17,
    RightClock = 18,
}

/// <summary>Takes the fields of a command one by one: the encoder and the comparison are both one of these, so neither can forget a field.</summary>
internal interface IFieldSink
{
    void Text(string name, string? value);

    void Number(string name, long value);

    void Optional(string name, long? value);

    void Amounts(string name, Amounts value);

    void StartList(string name, int count);

    void EndList();

    /// <summary>An optional field at the end of a command: not written when it is null.</summary>
    void Last(string name, string? value);

    void Command(LedgerCommand command);
}

/// <summary>The fields of a command as names and texts, to tell which one two bodies differ in first.</summary>
internal sealed class CommandFields : IFieldSink
{
    private readonly List<(string Name, string? Value)> _fields = [];

    private CommandFields()
    {
    }

    /// <summary>The first field in which the commands differ, or null when they are the same.</summary>
    public static string? FirstDifference(LedgerCommand left, LedgerCommand right)
    {
        if (ReferenceEquals(left, right))
        {
            return null;
        }

        var (a, b) = (Of(left), Of(right));
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            // A longer list of caps shows up at its count, so the names stay in step until the first difference.
            if (a[i] != b[i])
            {
                return a[i].Name;
            }
        }

        return a.Count == b.Count ? null : (a.Count > b.Count ? a[b.Count] : b[a.Count]).Name;
    }

    public void Text(string name, string? value) => _fields.Add((name, value));

    public void Number(string name, long value) => _fields.Add((name, value.ToString(CultureInfo.InvariantCulture)));

    public void Optional(string name, long? value) => _fields.Add((name, value?.ToString(CultureInfo.InvariantCulture)));

    public void Amounts(string name, Amounts value)
    {
        Number(name + ".units", value.Units);
        Number(name + ".value", value.Value);
        Number(name + ".tpp", value.Tpp);
    }

    public void StartList(string name, int count) => Number(name, count);

    public void EndList()
    {
    }

    // Told even when null: linked commands stay in step.
    public void Last(string name, string? value) => Text(name, value);

    public void Command(LedgerCommand command)
    {
        Number("command", (int)command.Kind);
        Text("id", command.Id);
        Number("event-time", command.EventTime.Milliseconds);
        command.Write(this);
    }

    private static List<(string Name, string? Value)> Of(LedgerCommand command)
    {
        var fields = new CommandFields();
        fields.Command(command);
        return fields._fields;
    }
}
