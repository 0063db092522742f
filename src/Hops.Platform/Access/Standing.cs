namespace Hops.Platform.Access;

/// <summary>As what a principal stands before a thing: the column of the access table.</summary>
public enum Standing
{
    /// <summary>A Data Owner of the project, from outside.</summary>
    Owner,

    /// <summary>A Data Scientist of the project, from outside.</summary>
    Scientist,

    /// <summary>A runner that acts for either of them.</summary>
    Runner,

    /// <summary>A member of a project with which the thing is shared, from outside.</summary>
    Borrower,

    /// <summary>A runner that acts for such a member.</summary>
    BorrowerRunner,

    /// <summary>An administrator of the platform who is not a member.</summary>
    Administrator,

    /// <summary>Any other user who is signed in.</summary>
    Anyone,
}
