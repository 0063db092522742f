namespace Hops.Kafka.Patterns;

/// <summary>Makes the automaton of a <see cref="Re2Pattern"/>, from its end to its beginning.</summary>
internal sealed class PatternCompiler
{
    /// <summary>Repetitions of nothing make no states and still take time.</summary>
    private const int VisitsPerState = 10;

    private readonly List<PatternStep> _steps = [];
    private readonly int _statesMax;
    private int _visits;

    private PatternCompiler(int statesMax) => _statesMax = statesMax;

    /// <exception cref="FormatException">It would have too many states.</exception>
    public static (PatternStep[] Steps, int Start) StepsOf(PatternNode node, int statesMax)
    {
        var compiler = new PatternCompiler(statesMax);
        var start = compiler.Compile(node, compiler.Add(new PatternStep { Kind = PatternStepKind.Match }));
        return ([.. compiler._steps], start);
    }

    /// <summary>The steps of a piece.</summary>
    /// <param name="node">The piece.</param>
    /// <param name="next">The step behind it.</param>
    /// <returns>Its first step.</returns>
    private int Compile(PatternNode node, int next)
    {
        if (++_visits > _statesMax * VisitsPerState)
            throw TooLarge();
        switch (node)
        {
            case CharacterNode character:
                return Add(new PatternStep { Kind = PatternStepKind.Character, Set = character.Set, Next = next });
            case EdgeNode edge:
                return Add(new PatternStep { Kind = PatternStepKind.Edge, Edge = edge.Edge, Next = next });
            case SequenceNode sequence:
                for (var index = sequence.Items.Count - 1; index >= 0; index--)
                    next = Compile(sequence.Items[index], next);
                return next;
            case ChoiceNode choice:
                var start = Compile(choice.Items[^1], next);
                for (var index = choice.Items.Count - 2; index >= 0; index--)
                    start = Fork(Compile(choice.Items[index], next), start);
                return start;
            default:
                return Repeat((RepeatNode)node, next);
        }
    }

    private int Repeat(RepeatNode repeat, int next)
    {
        var start = next;
        if (repeat.Max < 0)
        {
            start = Fork(next, next);
            _steps[start] = _steps[start] with { Next = Compile(repeat.Item, start) };
        }

        for (var times = repeat.Min; times < repeat.Max; times++)
            start = Fork(Compile(repeat.Item, start), next);
        for (var times = 0; times < repeat.Min; times++)
            start = Compile(repeat.Item, start);
        return start;
    }

    private int Fork(int one, int other) => Add(new PatternStep { Kind = PatternStepKind.Fork, Next = one, Other = other });

    private int Add(PatternStep step)
    {
        if (_steps.Count == _statesMax)
            throw TooLarge();
        _steps.Add(step);
        return _steps.Count - 1;
    }

    private FormatException TooLarge() => new($"it has more than {_statesMax} states when its repetitions are written out");
}

/// <summary>A step of the automaton.</summary>
internal readonly record struct PatternStep
{
    public PatternStepKind Kind { get; init; }

    public CharacterSet Set { get; init; }

    public PatternEdge Edge { get; init; }

    public int Next { get; init; }

    public int Other { get; init; }
}

/// <summary>What a step takes.</summary>
internal enum PatternStepKind
{
    /// <summary>The end.</summary>
    Match,

    /// <summary>A character.</summary>
    Character,

    /// <summary>No character, in some places.</summary>
    Edge,

    /// <summary>No character, two ways.</summary>
    Fork,
}
