namespace Wenden.Subsidy.Rules;

/// <summary>
/// A three-valued statement (true, false, unknown) over facts, by Kleene's logic, which is that of <c>bool?</c>.
/// <para>As long as no fact stands in it twice, a statement is unknown exactly when its missing facts can still make it true and make it
/// false, and <see cref="Missing"/> are exactly the facts that can turn it.</para>
/// </summary>
internal abstract class Term
{
    public abstract IEnumerable<Leaf> Leaves { get; }

    public abstract bool? Holds(in Applicant applicant);

    /// <summary>The leaf that settles the statement, or the first that leaves it open.</summary>
    public abstract Leaf Deciding(in Applicant applicant);

    /// <summary>The missing facts that can turn this statement; none once it is settled.</summary>
    public abstract FactSet Missing(in Applicant applicant);
}

/// <summary>What a leaf says on an applicant.</summary>
internal delegate bool? Test(in Applicant applicant);

/// <summary>A statement on one fact, or on a main fact and others read together with it.</summary>
internal sealed class Leaf(Test test, params FactKey[] facts) : Term
{
    private readonly FactSet _facts = FactSet.Of(facts);

    public IReadOnlyList<FactKey> Facts { get; } = facts;

    public override IEnumerable<Leaf> Leaves => [this];

    public override bool? Holds(in Applicant applicant) => test(applicant);

    public override Leaf Deciding(in Applicant applicant) => this;

    public override FactSet Missing(in Applicant applicant) => test(applicant) is null ? _facts : FactSet.None;
}

/// <summary>Several terms, joined so that one value settles all of them.</summary>
/// <param name="settling">False where every term has to hold, true where one is enough.</param>
/// <param name="terms">What is joined.</param>
internal abstract class Joined(bool settling, Term[] terms) : Term
{
    public override IEnumerable<Leaf> Leaves => terms.SelectMany(term => term.Leaves);

    public override bool? Holds(in Applicant applicant)
    {
        bool? holds = !settling;
        foreach (var term in terms)
        {
            var each = term.Holds(applicant);
            if (each == settling)
                return settling;
            if (each is null)
                holds = null;
        }

        return holds;
    }

    public override Leaf Deciding(in Applicant applicant)
    {
        var holds = Holds(applicant);
        foreach (var term in terms)
        {
            if (term.Holds(applicant) == holds)
                return term.Deciding(applicant);
        }

        throw new InvalidOperationException("A statement of no terms is settled by none.");
    }

    public override FactSet Missing(in Applicant applicant)
    {
        var missing = FactSet.None;
        if (Holds(applicant) is not null)
            return missing;
        foreach (var term in terms)
            missing |= term.Missing(applicant);
        return missing;
    }
}

/// <summary>Every one of the terms.</summary>
internal sealed class All(params Term[] terms) : Joined(settling: false, terms);

/// <summary>At least one of the terms.</summary>
internal sealed class Any(params Term[] terms) : Joined(settling: true, terms);

/// <summary>The opposite of the term.</summary>
internal sealed class Not(Term term) : Term
{
    public override IEnumerable<Leaf> Leaves => term.Leaves;

    public override bool? Holds(in Applicant applicant) => !term.Holds(applicant);

    public override Leaf Deciding(in Applicant applicant) => term.Deciding(applicant);

    public override FactSet Missing(in Applicant applicant) => term.Missing(applicant);
}
