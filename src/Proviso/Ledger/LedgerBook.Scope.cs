using System.Runtime.CompilerServices;

namespace Proviso.Ledger;

// Commands on trial, and how everything is taken back.
public sealed partial class LedgerBook
{
    // What LastTouched said when the scope was opened; null while none is open.
    private int[]? _touchedBefore;

    // Timeouts in the queue whose reservation was taken back; some may have left it since.
    private int _stale;

    /// <summary>How many timeouts wait, those of ended reservations among them.</summary>
    internal int QueuedTimeouts => _timeouts.Count;

    /// <summary>Opens a scope: everything applied from here on can be taken back at once (<see cref="TakeBack"/>), or stays (<see cref="Commit"/>). So a layer above can try
    /// several commands, look at what comes of them, and refuse them all without a trace.</summary>
    /// <remarks>Answers inside a scope are those the book would give without it, <see cref="Preview"/> included. Entries are numbered on; they must not be written anywhere
    /// before the scope is committed.</remarks>
    /// <exception cref="InvalidOperationException">A scope is open already, or the book is only being looked at.</exception>
    public void Begin()
    {
        NotWhileLooking();
        if (_touchedBefore is not null)
        {
            throw new InvalidOperationException("A scope is open already. Commit it or take it back first; scopes do not nest.");
        }

        (_undo, _touchedBefore) = ([], LastTouched.ToArray());
    }

    /// <summary>Ends the scope; what was applied in it stays.</summary>
    /// <exception cref="InvalidOperationException">No scope is open, or the book is only being looked at.</exception>
    public void Commit()
    {
        InScope();
        (_undo, _touchedBefore) = (null, null);
    }

    /// <summary>Ends the scope and undoes everything applied in it: balances, windows, ids, entries, timeouts, the moment of the last entry and <see cref="LastTouched"/> are
    /// what they were at <see cref="Begin"/>.</summary>
    /// <exception cref="InvalidOperationException">No scope is open, or the book is only being looked at.</exception>
    public void TakeBack()
    {
        var touched = InScope();
        Undo(0);
        _touchedCount = 0;
        foreach (var row in touched)
        {
            Touch(row);
        }

        (_undo, _touchedBefore) = (null, null);
        ForgetTimeouts();
    }

    // Whoever tries a thousand reservations and takes them back must not leave a thousand timeouts of next year behind. Only outside of everything that could
    // still put one back.
    private void ForgetTimeouts()
    {
        if (_undo is not null || _stale < 256 || _stale < _timeouts.Count / 2)
        {
            return;
        }

        var live = _timeouts.UnorderedItems.Where(t => IsLive(t.Element, t.Priority.Expires)).DistinctBy(t => t.Element).ToList();
        _timeouts.Clear();
        _timeouts.EnqueueRange(live);
        _stale = 0;
    }

    private bool IsLive(int row, long expires) =>
        row < _reservationCount && _reservations[row].State == ReservationState.Pending && _reservations[row].Expires.Milliseconds == expires;

    private int[] InScope()
    {
        NotWhileLooking();
        return _touchedBefore ?? throw new InvalidOperationException("No scope is open. Begin one first.");
    }

    // Newest first, down to a mark: what an earlier step saved finds the book as that step left it.
    private void Undo(int mark)
    {
        for (var i = _undo!.Count - 1; i >= mark; i--)
        {
            _undo[i]();
        }

        _undo.RemoveRange(mark, _undo.Count - mark);
    }

    // A method of its own, because a lambda makes its closure at the top of the method it stands in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SaveEntry(string id)
    {
        var last = _last;
        _undo!.Add(() =>
        {
            _byId.Remove(id);
            _entries.RemoveAt(_entries.Count - 1);
            _last = last;
        });
    }
}
