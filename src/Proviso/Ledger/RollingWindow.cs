namespace Proviso.Ledger;

/// <summary>What was drawn on each day, and the fullest stretch of so many days in a row.</summary>
/// <remarks>One row a day, sorted. Draws come mostly on the last day, so its window is kept summed.</remarks>
internal sealed class RollingWindow(int days)
{
    private int[] _day = new int[8];
    private Amounts[] _sum = new Amounts[8];
    private int _count;
    private bool _lastKnown;
    private Amounts _last;

    public int Days => days;

    public int Count => _count;

    public (int Day, Amounts Sum) this[int row] => (_day[row], _sum[row]);

    public void Add(int day, in Amounts more)
    {
        if (more.IsZero)
        {
            return;
        }

        var row = _count > 0 && _day[_count - 1] == day ? _count - 1 : Array.BinarySearch(_day, 0, _count, day);
        if (row < 0)
        {
            Insert(row = ~row, day);
            _lastKnown = false;
        }

        _sum[row] += more;
        if (_lastKnown && day > _day[_count - 1] - days)
        {
            _last += more;
        }

        if (_sum[row].IsZero)
        {
            // A day with nothing left is no row, so that the same draws give the same bytes whatever came and went.
            _count--;
            Array.Copy(_day, row + 1, _day, row, _count - row);
            Array.Copy(_sum, row + 1, _sum, row, _count - row);
            _lastKnown = false;
        }
    }

    /// <summary>What was drawn in the window that ends on the day.</summary>
    public Amounts Ending(int day)
    {
        var sum = default(Amounts);
        for (var row = Upper(day) - 1; row >= 0 && _day[row] > day - days; row--)
        {
            sum += _sum[row];
        }

        return sum;
    }

    /// <summary>The most in any window that holds the day, measure by measure.</summary>
    public Amounts MostAround(int day)
    {
        if (_count == 0)
        {
            return default;
        }

        if (day == _day[_count - 1])
        {
            if (!_lastKnown)
            {
                _last = Ending(day);
                _lastKnown = true;
            }

            return _last;
        }

        // The window that ends today, then each that ends on a later row: nowhere between them is a fuller one.
        var most = Ending(day);
        for (var row = Upper(day); row < _count && _day[row] < day + days; row++)
        {
            most = Amounts.Max(most, Ending(_day[row]));
        }

        return most;
    }

    /// <summary>The most in any window at all.</summary>
    public Amounts Most()
    {
        var (most, sum, first) = (default(Amounts), default(Amounts), 0);
        for (var row = 0; row < _count; row++)
        {
            sum += _sum[row];
            while (_day[first] <= _day[row] - days)
            {
                sum -= _sum[first++];
            }

            most = Amounts.Max(most, sum);
        }

        return most;
    }

    /// <summary>The first day after the given one on which so much more of a measure would fit, or null.</summary>
    public int? FirstFit(int day, Measures limited, in Amounts more, in Amounts limit)
    {
        // Room appears only when a day drops out of the window.
        for (var row = 0; row < _count; row++)
        {
            var candidate = _day[row] + days;
            if (candidate > day && Fits(MostAround(candidate) + more, limited, limit))
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool Fits(in Amounts sum, Measures limited, in Amounts limit) =>
        (!limited.HasFlag(Measures.Units) || sum.Units <= limit.Units)
        && (!limited.HasFlag(Measures.Value) || sum.Value <= limit.Value)
        && (!limited.HasFlag(Measures.Tpp) || sum.Tpp <= limit.Tpp);

    private int Upper(int day)
    {
        var row = Array.BinarySearch(_day, 0, _count, day);
        return row < 0 ? ~row : row + 1;
    }

    private void Insert(int row, int day)
    {
        if (_count == _day.Length)
        {
            Array.Resize(ref _day, _count * 2);
            Array.Resize(ref _sum, _count * 2);
        }

        Array.Copy(_day, row, _day, row + 1, _count - row);
        Array.Copy(_sum, row, _sum, row + 1, _count - row);
        (_day[row], _sum[row]) = (day, default);
        _count++;
    }
}
