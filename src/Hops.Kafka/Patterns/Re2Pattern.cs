namespace Hops.Kafka.Patterns;

/// <summary>
/// A regular expression in the syntax of RE2 that matches whole names: of topics (KIP-848), of transactional ids (KIP-1152). It is run as an automaton of a bounded number of states
/// that are all followed at once, so that a name takes at most its length times that number, whatever the expression, and no memory to speak of.
/// </summary>
internal sealed class Re2Pattern
{
    /// <summary>The longest expression, in characters; names have 249 at most.</summary>
    public const int LengthMax = 1000;

    /// <summary>Most states, after counted repetitions are written out.</summary>
    public const int StatesMax = 1000;

    private readonly PatternStep[] _steps;
    private readonly int _start;

    private Re2Pattern(PatternStep[] steps, int start) => (_steps, _start) = (steps, start);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="error">What is wrong with it; empty if nothing is.</param>
    /// <returns>Null if it is none, or too large.</returns>
    public static Re2Pattern? TryParse(string text, out string error)
    {
        error = "";
        try
        {
            if (text.Length > LengthMax)
                throw new FormatException($"it has more than {LengthMax} characters");
            var (steps, start) = PatternCompiler.StepsOf(new PatternParser(text).Parse(), StatesMax);
            return new Re2Pattern(steps, start);
        }
        catch (FormatException wrong)
        {
            error = wrong.Message;
            return null;
        }
    }

    /// <summary>True if the whole name matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> name)
    {
        var (current, next) = (new StepSet(_steps.Length), new StepSet(_steps.Length));
        Follow(current, _start, name, 0);
        for (var position = 0; position < name.Length; position++)
        {
            if (current.Count == 0)
                return false;
            next.Clear();
            foreach (var index in current.Steps)
            {
                ref readonly var step = ref _steps[index];
                if (step.Kind == PatternStepKind.Character && step.Set.Contains(name[position]))
                    Follow(next, step.Next, name, position + 1);
            }

            (current, next) = (next, current);
        }

        foreach (var index in current.Steps)
        {
            if (_steps[index].Kind == PatternStepKind.Match)
                return true;
        }

        return false;
    }

    /// <summary>Adds a step, and all that are reached from it without a character.</summary>
    private void Follow(StepSet set, int start, ReadOnlySpan<char> name, int position)
    {
        var open = set.Open;
        open.Push(start);
        while (open.TryPop(out var index))
        {
            if (!set.TryMark(index))
                continue;
            ref readonly var step = ref _steps[index];
            switch (step.Kind)
            {
                case PatternStepKind.Fork:
                    open.Push(step.Other);
                    open.Push(step.Next);
                    break;
                case PatternStepKind.Edge:
                    if (IsAt(step.Edge, name, position))
                        open.Push(step.Next);
                    break;
                default:
                    set.Add(index);
                    break;
            }
        }
    }

    private static bool IsAt(PatternEdge edge, ReadOnlySpan<char> name, int position)
    {
        switch (edge)
        {
            case PatternEdge.Begin:
                return position == 0;
            case PatternEdge.End:
                return position == name.Length;
            default:
                var isBehindWord = position > 0 && CharacterSet.Word.Contains(name[position - 1]);
                var isBeforeWord = position < name.Length && CharacterSet.Word.Contains(name[position]);
                return isBehindWord != isBeforeWord == (edge == PatternEdge.Word);
        }
    }

    /// <summary>Steps that are followed at one position.</summary>
    private sealed class StepSet(int capacity)
    {
        private readonly int[] _steps = new int[capacity];
        private readonly bool[] _isMarked = new bool[capacity];

        public int Count { get; private set; }

        public ReadOnlySpan<int> Steps => _steps.AsSpan(0, Count);

        public Stack<int> Open { get; } = new();

        public bool TryMark(int index) => !_isMarked[index] && (_isMarked[index] = true);

        public void Add(int index) => _steps[Count++] = index;

        public void Clear()
        {
            Count = 0;
            Array.Clear(_isMarked);
        }
    }
}
