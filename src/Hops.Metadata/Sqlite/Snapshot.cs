using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The one consistent state that a read transaction sees. Most read one row: then the statement that stands on it holds the snapshot, and
/// neither BEGIN nor COMMIT is run. A second read turns it into a transaction before it lets go of the first statement.
/// </summary>
internal sealed class Snapshot(SqliteConnection connection)
{
    private sqlite3_stmt? _holder;
    private State _state;

    private enum State
    {
        /// <summary>No read transaction: the connection of the writer.</summary>
        None,

        /// <summary>Begun, and nothing read yet.</summary>
        Fresh,

        /// <summary>A statement that stands on its row holds the snapshot.</summary>
        Held,

        /// <summary>A transaction holds it.</summary>
        Begun,
    }

    internal void Start() => _state = State.Fresh;

    /// <summary>Called before a read that may be held by its statement.</summary>
    internal void BeforeOne()
    {
        if (_state == State.Held)
            Begin();
    }

    /// <summary>Called before every other read.</summary>
    internal void BeforeMany()
    {
        if (_state is State.Held or State.Fresh)
            Begin();
    }

    /// <summary>Steps to the row of a primary key or look-up.</summary>
    internal bool StepToOne(sqlite3_stmt statement, string name)
    {
        if (connection.Step(statement, name))
            return true;
        if (_state != State.Fresh)
            return false;

        // Without a row nothing holds the snapshot in which there was none, so the question is asked again inside a transaction.
        raw.sqlite3_reset(statement);
        Begin();
        return connection.Step(statement, name);
    }

    /// <summary>Called when the row has been read: the statement is reset, or kept to hold the snapshot.</summary>
    internal void AfterOne(sqlite3_stmt statement)
    {
        if (_state == State.Fresh)
            (_state, _holder) = (State.Held, statement);
        else
            raw.sqlite3_reset(statement);
    }

    /// <summary>Lets go of the state. Never fails: there is nothing to commit.</summary>
    internal void End()
    {
        if (_state == State.Begun)
            connection.EndRead();
        Release();
        _state = State.None;
    }

    private void Begin()
    {
        connection.Begin();
        _state = State.Begun;
        Release();
    }

    private void Release()
    {
        if (_holder is not null)
            raw.sqlite3_reset(_holder);
        _holder = null;
    }
}
