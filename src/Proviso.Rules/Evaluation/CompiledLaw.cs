using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using Proviso.Rules.Binding;
using static System.Linq.Expressions.Expression;

namespace Proviso.Rules.Evaluation;

/// <summary>Turns a slice into one function over the slots of a frame.</summary>
/// <remarks>
/// Two readings are compiled. Where every slot the law looks at is known, plain booleans with short circuits decide; otherwise the same nodes
/// are read in three values. The check that chooses costs one comparison a slot.
/// </remarks>
internal static class CompiledLaw
{
    public static Func<long[], int> Compile(CorpusSlice slice)
    {
        var slots = Parameter(typeof(long[]), "slots");
        var known = AllKnown(slice, slots);
        var plain = new Reading(slice, slots, threeValued: false).Body();
        var kleene = new Reading(slice, slots, threeValued: true).Body();
        var body = Condition(known, plain, kleene);
        return Lambda<Func<long[], int>>(body, slots).Compile();
    }

    private static Expression AllKnown(CorpusSlice slice, ParameterExpression slots)
    {
        var used = new SortedSet<int>();
        var divisors = new SortedSet<int>();
        var fields = new Dictionary<RecordDefinition, SortedSet<int>>();
        foreach (var node in slice.Program.Nodes.Where((_, i) => !slice.Program.Guarded.Contains(i)))
        {
            if (node.Operation == Operation.ComparePolynomial)
            {
                used.UnionWith(slice.Program.Polynomials[node.Table].SelectMany(t => t.Factors).Select(f => f.Slot));
            }
            else if (node.Operation == Operation.Some)
            {
                var some = slice.Program.Somes[node.Table];
                used.Add(some.Record.Slot);
                if (!fields.TryGetValue(some.Record.Record!, out var asked))
                {
                    fields[some.Record.Record!] = asked = [];
                }

                asked.UnionWith(some.Inner.Nodes.Where(n => n.Fact is not null).Select(n => n.Fact!.Slot));
            }
            else if (node.Fact is { Type: FactType.Ratio } ratio)
            {
                used.Add(ratio.Dividend!.Slot);
                used.Add(ratio.Divisor!.Slot);
                divisors.Add(ratio.Divisor.Slot);
            }
            else if (node.Fact is { } fact)
            {
                used.Add(fact.Slot);
            }
        }

        Expression all = Constant(true);
        foreach (var slot in used.Reverse())
        {
            all = AndAlso(NotEqual(Slot(slots, slot), Constant(FactSchema.Unknown)), all);
        }

        // A zero divisor makes a ratio unknown too.
        foreach (var slot in divisors)
        {
            all = AndAlso(NotEqual(Slot(slots, slot), Constant(0L)), all);
        }

        // A value of which nobody knows whether it belongs leaves a condition open though every fact is known.
        foreach (var doubt in slice.Program.Doubts)
        {
            all = AndAlso(all, Not(new Reading(slice, slots, threeValued: false).Leaf(doubt)));
        }

        // Within a row too; where the rows settle a condition all the same, plain booleans find it so.
        foreach (var some in slice.Program.Somes.Where(s => s.Inner.Doubts.Length > 0))
        {
            all = AndAlso(all, NotEqual(Some(some, slots, threeValued: true), Constant((int)Truth.Unknown)));
        }

        foreach (var (record, asked) in fields)
        {
            all = AndAlso(all, Call(typeof(CompiledLaw).GetMethod(nameof(RowsKnown), BindingFlags.Static | BindingFlags.NonPublic)!,
                slots, Constant(record.CountSlot), Constant(record.RowLength), Constant(asked.ToArray())));
        }

        return all;
    }

    /// <summary>Whether every field that is asked about is known in every row.</summary>
    private static bool RowsKnown(long[] slots, int countSlot, int rowLength, int[] fields)
    {
        for (var (row, left) = (0, slots[countSlot]); left > 0; row += rowLength, left--)
        {
            foreach (var field in fields)
            {
                if (slots[row + field] == FactSchema.Unknown)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>A condition on the rows of a record as a function: over the rows until one meets it.</summary>
    private static InvocationExpression Some(SomeCondition some, ParameterExpression slots, bool threeValued)
    {
        var record = some.Record.Record!;
        var parameter = Parameter(typeof(long[]), "slots");
        var row = Variable(typeof(int), "row");
        var left = Variable(typeof(long), "left");
        var result = threeValued ? typeof(int) : typeof(bool);
        var best = Variable(result, "best");
        var done = Label("done");
        var (locals, code, value) = new Reading(some.Inner, some.Root, parameter, row, threeValued).OfRoot();
        var meets = threeValued ? Equal(best, Constant(2)) : (Expression)best;
        var keep = threeValued ? Assign(best, Call(Reading.Max, best, value)) : Assign(best, value);
        var step = Block([.. code, keep, AddAssign(row, Constant(record.RowLength)), SubtractAssign(left, Constant(1L))]);
        var loop = Loop(IfThenElse(AndAlso(GreaterThan(left, Constant(0L)), Not(meets)), step, Break(done)), done);
        var state = Slot(parameter, some.Record.Slot);
        Expression beyond = threeValued && some.Beyond > 0 ? Condition(Equal(state, Constant(FactSchema.Unknown)), Constant(1), Constant(0)) : Default(result);
        var body = Condition(
            Equal(state, Constant(FactSchema.NotApplicable)),
            Default(result),
            Block([row, left, best, .. locals], Assign(row, Constant(0)), Assign(left, Slot(parameter, record.CountSlot)), Assign(best, beyond), loop, best));
        var function = Lambda(typeof(Func<,>).MakeGenericType(typeof(long[]), result), body, parameter).Compile();
        return Invoke(Constant(function), slots);
    }

    // An expression tree calls no method that takes a span.
    private static byte Polynomial(ImmutableArray<Monomial> terms, Comparison comparison, long[] slots) => Walker.Polynomial(terms, comparison, slots);

    private static byte EveryIn(ulong[] mask, long[] slots, int slot) => Walker.EveryIn(mask, slots, slot);

    private static BinaryExpression Slot(ParameterExpression slots, int slot) => ArrayIndex(slots, Constant(slot));

    /// <summary>One reading of the nodes: plain booleans, or integers 0, 1, 2 for no, unknown, yes.</summary>
    private sealed class Reading
    {
        private readonly CorpusSlice? _slice;
        private readonly LawProgram _program;
        private readonly ParameterExpression _slots;
        private readonly ParameterExpression? _row;
        private readonly bool _three;
        private readonly bool _ranged;
        private readonly int _root;
        private readonly ParameterExpression?[] _shared;
        private readonly int[] _uses;
        private readonly List<ParameterExpression> _locals = [];
        private readonly List<Expression> _code = [];

        public Reading(CorpusSlice slice, ParameterExpression slots, bool threeValued)
        {
            _slice = slice;
            _program = slice.Program;
            _slots = slots;
            _three = threeValued;
            _ranged = Array.Exists(slice.Matters, IsRanged);
            _shared = new ParameterExpression?[_program.Nodes.Length];
            _uses = CountUses(slice.Matters);
        }

        /// <summary>A condition on one row, whose slots lie <paramref name="row"/> behind those of the first.</summary>
        public Reading(LawProgram program, int root, ParameterExpression slots, ParameterExpression row, bool threeValued)
        {
            _program = program;
            _slots = slots;
            _row = row;
            _root = root;
            _three = threeValued;
            _shared = new ParameterExpression?[_program.Nodes.Length];
            _uses = CountUses([]);
        }

        public (List<ParameterExpression> Locals, List<Expression> Code, Expression Value) OfRoot()
        {
            var value = ValueOf(_root);
            return (_locals, _code, value);
        }

        public BlockExpression Body()
        {
            var result = Local(typeof(int), "result");
            var asked = _slice!.Asked < 0 ? null : ValueOf(_slice.Asked);
            var body = new List<Expression>(_code);
            _code.Clear();
            var lowest = Local(typeof(int), "lowest");
            var highest = Local(typeof(int), "highest");
            var flags = Local(typeof(int), "flags");
            foreach (var matter in _slice.Matters)
            {
                if (_three)
                {
                    KleeneMatter(matter, lowest, highest, flags);
                }
                else
                {
                    PlainMatter(matter, lowest, highest, flags);
                }
            }

            if (!_three && !_ranged)
            {
                _code.Add(Assign(lowest, highest));
            }

            _code.Add(Assign(result, Or(Or(lowest, LeftShift(highest, Constant(4))), flags)));
            Expression decided = Block(_code);
            if (asked is not null)
            {
                Expression no = _three ? Equal(asked, Constant(0)) : Not(asked);
                decided = IfThenElse(no, Assign(result, Constant(PackedDecision.NotAskedBit)), decided);
                body.Add(decided);
                if (_three)
                {
                    body.Add(IfThen(Equal(asked, Constant(1)), OrAssign(result, Constant(PackedDecision.MaybeNotAskedBit))));
                }
            }
            else
            {
                body.Add(decided);
            }

            body.Add(result);
            return Block(_locals, body);
        }

        private int[] CountUses(SliceMatter[] matters)
        {
            var uses = new int[_program.Nodes.Length];
            foreach (var child in _program.Children)
            {
                uses[child]++;
            }

            foreach (var provision in matters.SelectMany(m => m.Provisions))
            {
                uses[provision.Governs]++;
                if (_three && provision.IsRoot)
                {
                    uses[provision.Applies]++;
                }
            }

            return uses;
        }

        private ParameterExpression Local(Type type, string name)
        {
            var local = Variable(type, name);
            _locals.Add(local);
            return local;
        }

        private static bool IsRanged(SliceMatter matter) =>
            matter.OtherwiseLowest != matter.OtherwiseHighest || Array.Exists(matter.Provisions, p => p.LowestRank != p.HighestRank);

        private void PlainMatter(SliceMatter matter, ParameterExpression lowest, ParameterExpression highest, ParameterExpression flags)
        {
            // Only a matter with a conclusion "undetermined" has a range when every fact is known; the others get by with one rank.
            var ranged = IsRanged(matter);
            var rank = Local(typeof(int), "rank");
            var high = ranged ? Local(typeof(int), "rankHigh") : rank;
            _code.Add(Assign(rank, Constant(-1)));
            _code.Add(Assign(high, Constant(-1)));
            foreach (var provision in matter.Provisions)
            {
                var (l, h) = (Constant(provision.LowestRank), Constant(provision.HighestRank));
                Expression differs = NotEqual(rank, l);
                Expression keep = Assign(rank, Call(Max, rank, l));
                if (ranged)
                {
                    differs = OrElse(differs, NotEqual(high, h));
                    keep = Block(keep, Assign(high, Call(Max, high, h)));
                }

                _code.Add(IfThen(ValueOf(provision.Governs), Block(
                    IfThen(AndAlso(GreaterThanOrEqual(rank, Constant(0)), differs), OrAssign(flags, Constant(PackedDecision.ClashBit))),
                    keep)));
            }

            var (mildest, strictest) = (Constant(matter.OtherwiseLowest), Constant(matter.OtherwiseHighest));
            _code.Add(IfThen(LessThan(rank, Constant(0)), ranged ? Block(Assign(rank, mildest), Assign(high, strictest)) : Assign(rank, strictest)));
            _code.Add(Assign(highest, Call(Max, highest, high)));
            if (_ranged)
            {
                _code.Add(Assign(lowest, Call(Max, lowest, rank)));
            }
        }

        private void KleeneMatter(SliceMatter matter, ParameterExpression lowest, ParameterExpression highest, ParameterExpression flags)
        {
            var certainLow = Local(typeof(int), "certainLow");
            var certainHigh = Local(typeof(int), "certainHigh");
            var low = Local(typeof(int), "low");
            var high = Local(typeof(int), "high");
            var settled = Local(typeof(bool), "settled");
            var governs = Local(typeof(int), "governs");
            var (mildest, strictest) = (Constant(matter.OtherwiseLowest), Constant(matter.OtherwiseHighest));
            _code.Add(Assign(certainLow, Constant(-1)));
            _code.Add(Assign(certainHigh, Constant(-1)));
            _code.Add(Assign(low, Constant(int.MaxValue)));
            _code.Add(Assign(high, Constant(-1)));
            _code.Add(Assign(settled, Constant(false)));
            foreach (var provision in matter.Provisions)
            {
                if (provision.IsRoot)
                {
                    _code.Add(OrAssign(settled, Equal(ValueOf(provision.Applies), Constant(2))));
                }

                var (l, h) = (Constant(provision.LowestRank), Constant(provision.HighestRank));
                _code.Add(Assign(governs, ValueOf(provision.Governs)));
                _code.Add(IfThen(NotEqual(governs, Constant(0)), Block(
                    IfThen(Equal(governs, Constant(2)), Block(
                        IfThen(
                            AndAlso(GreaterThanOrEqual(certainLow, Constant(0)), OrElse(NotEqual(certainLow, l), NotEqual(certainHigh, h))),
                            OrAssign(flags, Constant(PackedDecision.ClashBit))),
                        Assign(certainLow, Call(Max, certainLow, l)),
                        Assign(certainHigh, Call(Max, certainHigh, h)))),
                    Assign(low, Call(Min, low, l)),
                    Assign(high, Call(Max, high, h)))));
            }

            _code.Add(IfThenElse(
                GreaterThanOrEqual(certainLow, Constant(0)),
                Block(Assign(low, certainLow), Assign(high, certainHigh)),
                IfThen(Not(settled), Block(Assign(low, Call(Min, low, mildest)), Assign(high, Call(Max, high, strictest))))));
            _code.Add(Assign(lowest, Call(Max, lowest, low)));
            _code.Add(Assign(highest, Call(Max, highest, high)));
        }

        internal static readonly MethodInfo Max = typeof(Math).GetMethod(nameof(Math.Max), [typeof(int), typeof(int)])!;
        private static readonly MethodInfo Min = typeof(Math).GetMethod(nameof(Math.Min), [typeof(int), typeof(int)])!;

        /// <summary>A node's value where it is needed; one used more than once is kept in a local, computed before its first use.</summary>
        private Expression ValueOf(int index)
        {
            if (_shared[index] is { } kept)
            {
                return kept;
            }

            ref readonly var node = ref _program.Nodes[index];
            if (_uses[index] <= 1 || node.Operation == Operation.Constant)
            {
                return Compute(index);
            }

            var value = Compute(index);
            var local = Local(_three ? typeof(int) : typeof(bool), "n");
            _code.Add(Assign(local, value));
            _shared[index] = local;
            return local;
        }

        /// <summary>A condition on one fact by itself, on facts that are known.</summary>
        public Expression Leaf(int index) => Compute(index);

        private Expression Compute(int index)
        {
            ref readonly var node = ref _program.Nodes[index];
            switch (node.Operation)
            {
                case Operation.Constant:
                    return _three ? Constant((int)node.Value) : Constant(node.Value == (long)Truth.Yes);
                case Operation.And:
                case Operation.Or:
                    return Combine(node);
                case Operation.Not:
                    var part = ValueOf(_program.Children[node.First]);
                    return _three ? Subtract(Constant(2), part) : Not(part);
                case Operation.YesNo:
                    return Settle(Equal(At(node.Fact!.Slot), Constant(1L)), IsUnknown(node.Fact.Slot));
                case Operation.Compare:
                    return Settle(Applies(node.Fact!.Slot, CompareNumbers(node.Comparison, At(node.Fact.Slot), Constant(node.Value))), IsUnknown(node.Fact.Slot));
                case Operation.CompareRatio:
                    return Ratio(node);
                case Operation.ComparePolynomial:
                    var polynomial = Call(
                        typeof(CompiledLaw).GetMethod(nameof(Polynomial), BindingFlags.Static | BindingFlags.NonPublic)!,
                        Constant(_program.Polynomials[node.Table]), Constant(node.Comparison), _slots);
                    return FromByte(polynomial);
                case Operation.OneOfIn:
                    return Settle(Applies(node.Fact!.Slot, InMask(node)), IsUnknown(node.Fact.Slot));
                case Operation.AnyIn:
                    return AnyIn(node);
                case Operation.EveryIn:
                    return FromByte(Call(
                        typeof(CompiledLaw).GetMethod(nameof(EveryIn), BindingFlags.Static | BindingFlags.NonPublic)!,
                        Constant(_program.Masks[node.Table]), _slots, _row is null ? Constant(node.Fact!.Slot) : Add(_row, Constant(node.Fact!.Slot))));
                case Operation.Known:
                    return Yes(IsKnown(node.Fact!));
                case Operation.Applicable:
                    return Settle(Not(StateOf(node.Fact!, FactSchema.NotApplicable)), AndAlso(Not(StateOf(node.Fact!, FactSchema.NotApplicable)), StateOf(node.Fact!, FactSchema.Unknown)));
                case Operation.Some:
                    return Some(_program.Somes[node.Table], _slots, _three);
                default:
                    throw new InvalidOperationException($"no code for {node.Operation}");
            }
        }

        private Expression Combine(Node node)
        {
            var and = node.Operation == Operation.And;

            // Shared children are computed ahead of the chain; the others keep their short circuit.
            var parts = _program.ChildrenOf(node).ToArray().Select(ValueOf).ToArray();
            var result = parts[^1];
            for (var i = parts.Length - 2; i >= 0; i--)
            {
                if (!_three)
                {
                    result = and ? AndAlso(parts[i], result) : OrElse(parts[i], result);
                    continue;
                }

                var first = Variable(typeof(int), "a");
                var dominant = Constant(and ? 0 : 2);
                result = Block([first], Assign(first, parts[i]), Condition(Equal(first, dominant), dominant, Call(and ? Min : Max, first, result)));
            }

            return result;
        }

        private BinaryExpression At(int slot) => _row is null ? Slot(_slots, slot) : ArrayIndex(_slots, Add(_row, Constant(slot)));

        private BinaryExpression IsUnknown(int slot) => Equal(At(slot), Constant(FactSchema.Unknown));

        private BinaryExpression Applies(int slot, Expression condition) => AndAlso(NotEqual(At(slot), Constant(FactSchema.NotApplicable)), condition);

        private BinaryExpression StateOf(FactDefinition fact, long state) => fact.Type == FactType.Ratio
            ? OrElse(Equal(At(fact.Dividend!.Slot), Constant(state)), Equal(At(fact.Divisor!.Slot), Constant(state)))
            : Equal(At(fact.Slot), Constant(state));

        private Expression IsKnown(FactDefinition fact) => fact.Type == FactType.Ratio
            ? OrElse(StateOf(fact, FactSchema.NotApplicable), Not(OrElse(StateOf(fact, FactSchema.Unknown), Equal(At(fact.Divisor!.Slot), Constant(0L)))))
            : Not(IsUnknown(fact.Slot));

        /// <summary>In three values: 1 where unknown, else 2 or 0. In two: the condition, since nothing is unknown there.</summary>
        private Expression Settle(Expression condition, Expression unknown) =>
            _three ? Condition(unknown, Constant(1), Condition(condition, Constant(2), Constant(0))) : condition;

        private Expression Yes(Expression condition) => _three ? Condition(condition, Constant(2), Constant(0)) : condition;

        private Expression FromByte(Expression value) => _three ? Convert(value, typeof(int)) : Equal(Convert(value, typeof(int)), Constant(2));

        private static BinaryExpression CompareNumbers(Comparison comparison, Expression left, Expression right) => comparison switch
        {
            Comparison.GreaterOrEqual => GreaterThanOrEqual(left, right),
            Comparison.Greater => GreaterThan(left, right),
            Comparison.LessOrEqual => LessThanOrEqual(left, right),
            Comparison.Less => LessThan(left, right),
            Comparison.Equal => Equal(left, right),
            Comparison.NotEqual => NotEqual(left, right),
        };

        private Expression Ratio(Node node)
        {
            var (dividend, divisor) = (node.Fact!.Dividend!, node.Fact.Divisor!);

            // Within 64 bits where the declared ranges allow it: a 128-bit product costs several times as much.
            var fits = (Int128)dividend.Greatest * node.Value2 <= long.MaxValue && (Int128)divisor.Greatest * node.Value <= long.MaxValue;
            Expression Times(FactDefinition fact, long factor) => fits
                ? Multiply(At(fact.Slot), Constant(factor))
                : Multiply(Convert(At(fact.Slot), typeof(Int128)), Constant((Int128)factor));
            var compared = CompareNumbers(node.Comparison, Times(dividend, node.Value2), Times(divisor, node.Value));
            var applicable = AndAlso(NotEqual(At(dividend.Slot), Constant(FactSchema.NotApplicable)), NotEqual(At(divisor.Slot), Constant(FactSchema.NotApplicable)));
            if (!_three)
            {
                return AndAlso(applicable, compared);
            }

            var unknown = OrElse(OrElse(IsUnknown(dividend.Slot), IsUnknown(divisor.Slot)), Equal(At(divisor.Slot), Constant(0L)));
            return Condition(applicable, Condition(unknown, Constant(1), Condition(compared, Constant(2), Constant(0))), Constant(0));
        }

        private Expression InMask(Node node)
        {
            var mask = _program.Masks[node.Table];
            var index = At(node.Fact!.Slot);
            if (mask.Length == 1)
            {
                return NotEqual(And(RightShift(Constant(mask[0]), Convert(index, typeof(int))), Constant(1UL)), Constant(0UL));
            }

            // One member is a comparison; a few words are a table.
            var members = Enumerable.Range(0, mask.Length * 64).Where(i => (mask[i >> 6] >> (i & 63) & 1) != 0).Take(3).ToArray();
            if (members.Length <= 2)
            {
                return members.Select(m => (Expression)Equal(index, Constant((long)m))).DefaultIfEmpty(Constant(false)).Aggregate(OrElse);
            }

            var word = ArrayIndex(Constant(mask), Convert(RightShift(index, Constant(6)), typeof(int)));
            return NotEqual(And(RightShift(word, And(Convert(index, typeof(int)), Constant(63))), Constant(1UL)), Constant(0UL));
        }

        private Expression AnyIn(Node node)
        {
            var mask = _program.Masks[node.Table];
            var slot = node.Fact!.Slot;
            Expression meets = Constant(false);
            for (var w = mask.Length - 1; w >= 0; w--)
            {
                if (mask[w] != 0)
                {
                    meets = OrElse(NotEqual(And(At(slot + 1 + w), Constant(unchecked((long)mask[w]))), Constant(0L)), meets);
                }
            }

            var applicable = NotEqual(At(slot), Constant(FactSchema.NotApplicable));
            return _three
                ? Condition(AndAlso(applicable, meets), Constant(2), Condition(IsUnknown(slot), Constant(1), Constant(0)))
                : AndAlso(applicable, meets);
        }
    }
}
