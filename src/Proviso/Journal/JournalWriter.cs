using System.Threading.Channels;

namespace Proviso.Journal;

/// <summary>What a state machine decided.</summary>
/// <typeparam name="TResult">The answer to a command.</typeparam>
/// <param name="Result">The answer.</param>
/// <param name="Record">What has to be on disk before the answer is given; null when the answer changes nothing.</param>
/// <param name="Before">What has to be on disk before that record: what time itself brought about.</param>
/// <param name="At">The time to record it at, for a command that is decided alone; null for that of the batch.</param>
public readonly record struct Decision<TResult>(TResult Result, JournalRecord? Record, IReadOnlyList<JournalRecord>? Before = null, DateTimeOffset? At = null);

/// <summary>A pure machine that decides commands in memory and can be brought back to where it was from what was recorded.</summary>
/// <typeparam name="TCommand">What is asked.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public interface IStateMachine<in TCommand, TResult>
{
    /// <summary>Decides a command. A command that was recorded before gets the same answer and no record.</summary>
    /// <param name="command">The command.</param>
    /// <param name="recordTime">The time of the entry; never before that of an earlier one.</param>
    Decision<TResult> Decide(TCommand command, DateTimeOffset recordTime);

    /// <summary>The same, for a machine that does not take the clock at its word.</summary>
    /// <param name="command">The command.</param>
    /// <param name="recordTime">The time of the entry; that of the last one where the clock is behind it.</param>
    /// <param name="clock">What the clock says.</param>
    Decision<TResult> Decide(TCommand command, DateTimeOffset recordTime, DateTimeOffset clock) => Decide(command, recordTime);

    /// <summary>Whether a command is about the clock: it makes a batch of its own, whose time the machine says (<see cref="Decision{TResult}.At"/>).</summary>
    bool IsAlone(TCommand command) => false;

    /// <summary>Takes over an entry of the journal.</summary>
    void Replay(JournalEntry entry);
}

/// <summary>Why a command has no answer. The command may or may not have been recorded: the same id, sent again, tells.</summary>
#pragma warning disable CA1032 // One shape only.
public sealed class JournalUnavailableException(string message, bool replaced = false) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>Whether another writer has taken the book.</summary>
    public bool IsReplaced { get; } = replaced;
}

/// <summary>The one writer of a book: decides in memory, appends in batches, answers when the batch is on disk.</summary>
/// <remarks>
/// The queue is bounded: who comes when it is full waits, so memory stays flat and the wait shows where the limit is. What a command was refused for is
/// answered with its batch, because it may rest on what the batch records. After an append of unknown outcome the machine is thrown away, brought back
/// from the journal, and the batch decided again under the same ids.
/// </remarks>
/// <typeparam name="TCommand">What is asked.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public sealed class JournalWriter<TCommand, TResult> : IAsyncDisposable
{
    // A batch of this size fills a commit without making the first of it wait long.
    private const int MostInBatch = 512;
    private const int MostTries = 5;

    private readonly IJournal _journal;
    private readonly string _book;
    private readonly Func<IStateMachine<TCommand, TResult>> _create;
    private readonly TimeProvider _clock;
    private readonly Channel<Waiting> _queue;
    private readonly Task _loop;
    private readonly List<Waiting> _batch = new(MostInBatch);
    private readonly List<TResult> _results = new(MostInBatch);
    private readonly List<JournalRecord> _records = new(MostInBatch);
    private IStateMachine<TCommand, TResult> _machine;
    private long _next;
    private DateTimeOffset _last;
    private Exception? _stopped;

    /// <summary>Takes the book over, brings the machine to where the book stands, and starts.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="book">The book.</param>
    /// <param name="create">Makes a machine at its beginning.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="capacity">How many commands may wait.</param>
    /// <exception cref="JournalDamagedException">The book cannot be read whole; then it was not taken.</exception>
    public JournalWriter(IJournal journal, string book, Func<IStateMachine<TCommand, TResult>> create, TimeProvider clock, int capacity = 4096)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(create);
        (_journal, _book, _create, _clock) = (journal, book, create, clock);

        // Read whole, every entry against its hash, before anything is written: taking a book is a change of the journal, and a damaged one is not to be changed.
        var before = journal.Position(book).Epoch;
        _machine = create();
        Load();
        Epoch = journal.Acquire(book);
        if (Epoch == before + 1)
        {
            // Nobody else took it meanwhile: what came since was put behind what was read.
            Replay(_next);
        }
        else
        {
            _machine = create();
            Load();
        }

        _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

        // A thread of its own: an append blocks, and the pool is for those who wait for it.
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private readonly record struct Waiting(TCommand Command, TaskCompletionSource<TResult> Answer);

    /// <summary>The writer's epoch.</summary>
    public long Epoch { get; }

    /// <summary>How many batches were appended.</summary>
    public long Batches { get; private set; }

    /// <summary>How many entries were appended.</summary>
    public long Appended { get; private set; }

    /// <summary>Decides a command; the answer comes when everything it rests on is on disk.</summary>
    /// <exception cref="JournalUnavailableException">The journal does not answer, or another writer has taken the book.</exception>
    /// <exception cref="JournalDamagedException">The journal was found damaged while it was written to; whether the command was recorded, a whole copy tells.</exception>
    public async Task<TResult> Submit(TCommand command, CancellationToken cancellation = default)
    {
        var answer = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _queue.Writer.WriteAsync(new Waiting(command, answer), cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw _stopped as JournalFormatException ?? (Exception)new JournalUnavailableException(_stopped?.Message ?? "the writer was stopped", _stopped is not null);
        }

        return await answer.Task.ConfigureAwait(false);
    }

    /// <summary>Finishes what was sent and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private void Load()
    {
        (_next, _last) = (0, DateTimeOffset.MinValue);
        Replay(0);
    }

    private void Replay(long from)
    {
        var position = _journal.Position(_book);
        foreach (var entry in _journal.Read(_book, from))
        {
            _machine.Replay(entry);
            (_next, _last) = (entry.Sequence + 1, entry.RecordTime);
        }

        if (_next < position.Next)
        {
            throw new JournalUnavailableException($"book {_book} is at {position.Next}, but only {_next} entries can be read");
        }
    }

    private void Run()
    {
        var reader = _queue.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _batch.Clear();
            while (_batch.Count < MostInBatch && reader.TryPeek(out var next))
            {
                var alone = _machine.IsAlone(next.Command);
                if ((alone && _batch.Count > 0) || !reader.TryRead(out var waiting))
                {
                    break;
                }

                _batch.Add(waiting);
                if (alone)
                {
                    break;
                }
            }

            try
            {
                Write();
            }
            catch (Exception e) when (e is JournalUnavailableException or JournalFormatException)
            {
                Stop(e);
                return;
            }
#pragma warning disable CA1031 // Whatever the machine throws: those who wait have to hear of it, or they wait for ever.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Stop(new JournalUnavailableException($"the book cannot go on: {e.Message}"));
                return;
            }
        }
    }

    private void Write()
    {
        for (var tries = 1; ; tries++)
        {
            var clock = _clock.GetUtcNow();
            var time = clock < _last ? _last : clock;
            time = Decide(time, clock);
            var appended = _records.Count == 0 ? Confirmed() : _journal.Append(_book, Epoch, _next, _records, time);
            switch (appended.Outcome)
            {
                case AppendOutcome.Durable:
                    Batches += _records.Count > 0 ? 1 : 0;
                    Appended += _records.Count;

                    // What recorded nothing moves no time: a refusal on a wrong clock would have the next command refused too.
                    (_next, _last) = (_next + _records.Count, _records.Count > 0 ? time : _last);
                    for (var i = 0; i < _batch.Count; i++)
                    {
                        _batch[i].Answer.TrySetResult(_results[i]);
                    }

                    return;
                case AppendOutcome.Fenced:
                    throw new JournalUnavailableException(appended.Reason ?? "another writer has taken the book", replaced: true);
                default:
                    if (tries == MostTries)
                    {
                        throw new JournalUnavailableException($"the journal did not answer {MostTries} times: {appended.Reason}; send the same ids again");
                    }

                    // What the machine holds now may be more than the journal does.
                    _machine = _create();
                    Load();
                    break;
            }
        }
    }

    // A batch that records nothing is refusals and repeats. They too are told only while the book is where this writer takes it to be: one that was replaced
    // would refuse for want of room that another has long made.
    private Appended Confirmed()
    {
        var position = _journal.Position(_book);
        return position.Epoch != Epoch ? new Appended(AppendOutcome.Fenced, -1, $"writer {Epoch} of book {_book} was replaced by {position.Epoch}")
            : position.Next != _next ? new Appended(AppendOutcome.Moved, -1, $"book {_book} stands at {position.Next}, not at {_next}")
            : new Appended(AppendOutcome.Durable, _next);
    }

    // The time to record the batch at.
    private DateTimeOffset Decide(DateTimeOffset time, DateTimeOffset clock)
    {
        var at = time;
        _results.Clear();
        _records.Clear();
        foreach (var waiting in _batch)
        {
            var decision = _machine.Decide(waiting.Command, time, clock);
            at = decision.At ?? at;
            _results.Add(decision.Result);
            if (decision.Before is { } before)
            {
                _records.AddRange(before);
            }

            if (decision.Record is { } record)
            {
                _records.Add(record);
            }
        }

        return at;
    }

    // A finding about the journal stays one; whoever waited is not told that it only does not answer.
    private void Stop(Exception reason)
    {
        _stopped = reason;
        _queue.Writer.TryComplete();
        foreach (var waiting in _batch)
        {
            waiting.Answer.TrySetException(reason);
        }

        while (_queue.Reader.TryRead(out var waiting))
        {
            waiting.Answer.TrySetException(reason);
        }
    }
}
