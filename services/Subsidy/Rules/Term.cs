namespace Wenden.Subsidy.Rules;

/// <summary>
/// A three-valued statement (true, false, unknown) over facts, by Kleene's logic, which is that of <c>bool?</c>.
/// <para>As long as no fact stands in it twice, a statement is unknown exactly when its missing facts can still make it true and make it
/// false, and <see cref="Missing"/> are exactly the facts that can turn it.</para>
/// </summary>
internal abstract class Term(bool? holds)
{
    public bool? Holds { get; } = holds;

    /// <summary>The leaf that settles the statement, or the first that leaves it open.</summary>
    public abstract Leaf Deciding { get; }

    public abstract IEnumerable<Leaf> Leaves { get; }

    /// <summary>The missing facts that can turn this statement; none once it is settled.</summary>
    public virtual IEnumerable<FactKey> Missing => [];
}

/// <summary>A statement on one fact, or on a main fact and others read together with it.</summary>
internal sealed class Leaf(bool? holds, params FactKey[] facts) : Term(holds)
{
    public IReadOnlyList<FactKey> Facts { get; } = facts;

    public override Leaf Deciding => this;

    public override IEnumerable<Leaf> Leaves => [this];

    public override IEnumerable<FactKey> Missing => Holds is null ? Facts : [];
}

/// <summary>Every one of the terms.</summary>
internal sealed class All(params Term[] terms) : Term(terms.Aggregate((bool?)true, (holds, term) => holds & term.Holds))
{
    public override Leaf Deciding => terms.First(term => term.Holds == Holds).Deciding;

    public override IEnumerable<Leaf> Leaves => terms.SelectMany(term => term.Leaves);

    public override IEnumerable<FactKey> Missing => Holds is null ? terms.SelectMany(term => term.Missing) : [];
}

/// <summary>At least one of the terms.</summary>
internal sealed class Any(params Term[] terms) : Term(terms.Aggregate((bool?)false, (holds, term) => holds | term.Holds))
{
    public override Leaf Deciding => terms.First(term => term.Holds == Holds).Deciding;

    public override IEnumerable<Leaf> Leaves => terms.SelectMany(term => term.Leaves);

    public override IEnumerable<FactKey> Missing => Holds is null ? terms.SelectMany(term => term.Missing) : [];
}

/// <summary>The opposite of the term.</summary>
internal sealed class Not(Term term) : Term(!term.Holds)
{
    public override Leaf Deciding => term.Deciding;

    public override IEnumerable<Leaf> Leaves => term.Leaves;

    public override IEnumerable<FactKey> Missing => term.Missing;
}
